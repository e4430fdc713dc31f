# Every object created under uploads/ invokes the processor.
#
# The rule names the prefix only; which objects are tables is decided in code. A rule per suffix would miss files that
# are meant to be profiled: S3 compares suffixes case-sensitively (.csv, .CSV and .Csv are three rules), names like
# sales.csv.gz, export.TSV or table.txt need more of them, and exports without an extension can't be named at all. A
# file that no rule matches vanishes without a trace; the code gives each one an item that says what became of it.
#
# Summaries are written under processed/, outside the prefix, so the function can't trigger itself.

resource "aws_lambda_permission" "s3" {
  statement_id   = "AllowInvocationByBucket"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.processor.function_name
  principal      = "s3.amazonaws.com"
  source_arn     = local.bucket_arn
  source_account = local.account_id # a bucket's ARN names no account: without this, a later owner of the name could call
}

resource "aws_s3_bucket_notification" "uploads" {
  bucket = aws_s3_bucket.data.id

  lambda_function {
    id                  = "profile-upload"
    lambda_function_arn = aws_lambda_function.processor.arn
    events              = ["s3:ObjectCreated:*"]
    filter_prefix       = local.uploads_prefix
  }

  # S3 tries the permission when the notification is set; and nothing may arrive before failures have a place to go.
  depends_on = [
    aws_lambda_permission.s3,
    aws_lambda_function_event_invoke_config.processor,
    aws_lambda_event_source_mapping.recorder,
  ]
}
