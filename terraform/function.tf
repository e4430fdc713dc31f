# The processor: profiles the file that an upload event names.

# Declared, so that it has a retention and goes away on destroy: Lambda would create one that keeps events for ever.
resource "aws_cloudwatch_log_group" "processor" {
  name              = "/aws/lambda/${local.processor_name}"
  retention_in_days = var.log_retention_days
}

resource "aws_lambda_function" "processor" {
  function_name = local.processor_name
  description   = "Profiles each CSV under ${local.uploads_prefix} and stores its summary."
  role          = local.processor_role_arn

  filename         = var.lambda_zip
  source_code_hash = filebase64sha256(var.lambda_zip)
  handler          = "handler.handler"
  runtime          = var.runtime
  architectures    = [var.architecture]
  memory_size      = var.memory_size_mb
  timeout          = var.timeout_s

  # None by default: AWS keeps 100 unreserved, and a Learner Lab account has only 10 in all.
  reserved_concurrent_executions = var.processor_max_concurrency

  ephemeral_storage {
    size = var.ephemeral_storage_mb
  }

  environment {
    variables = local.function_environment
  }

  # Text, not JSON: Insights then finds @type, @duration and @maxMemoryUsed in the platform's REPORT lines. The
  # function's own lines are JSON either way.
  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.processor.name
  }

  tracing_config {
    mode = var.xray_tracing ? "Active" : "PassThrough"
  }

  # The first event may follow at once: what it needs to be allowed and to be configured comes first.
  depends_on = [aws_iam_role_policy.processor]
}
