# What becomes of an event that fails every attempt: out of memory, time-out, throttled for hours.
#
#   processor ──on failure──> failures queue ──> recorder ──> item with status error
#                                    └── five failed receives ──> dead letters (alarm)

resource "aws_sqs_queue" "dead_letters" {
  count                     = var.record_failures ? 1 : 0
  name                      = local.dead_letter_queue_name
  message_retention_seconds = 1209600 # 14 days, the longest there is: time for a person to look
  sqs_managed_sse_enabled   = true

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [local.failure_queue_arn]
  })
}

resource "aws_sqs_queue" "failures" {
  count                      = var.record_failures ? 1 : 0
  name                       = local.failure_queue_name
  message_retention_seconds  = 1209600
  visibility_timeout_seconds = 6 * local.recorder_timeout_s # AWS's advice for queues that feed a function
  sqs_managed_sse_enabled    = true

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters[0].arn
    maxReceiveCount     = 5
  })
}

resource "aws_lambda_function_event_invoke_config" "processor" {
  count                        = var.record_failures ? 1 : 0
  function_name                = aws_lambda_function.processor.function_name
  maximum_retry_attempts       = 2     # after 1 and 2 minutes; function errors
  maximum_event_age_in_seconds = 21600 # 6 hours; throttles are retried until then

  destination_config {
    on_failure {
      destination = aws_sqs_queue.failures[0].arn
    }
  }
}

locals {
  recorder_timeout_s = 30
}

resource "aws_cloudwatch_log_group" "recorder" {
  count             = var.record_failures ? 1 : 0
  name              = "/aws/lambda/${local.recorder_name}"
  retention_in_days = var.log_retention_days
}

resource "aws_lambda_function" "recorder" {
  count         = var.record_failures ? 1 : 0
  function_name = local.recorder_name
  description   = "Records uploads whose every attempt failed as items with status error."
  role          = local.recorder_role_arn

  filename         = var.lambda_zip
  source_code_hash = filebase64sha256(var.lambda_zip)
  handler          = "handler.recordFailure"
  runtime          = var.runtime
  architectures    = [var.architecture]
  memory_size      = 256
  timeout          = local.recorder_timeout_s

  environment {
    variables = local.function_environment
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.recorder[0].name
  }

  tracing_config {
    mode = var.xray_tracing ? "Active" : "PassThrough"
  }

  depends_on = [aws_iam_role_policy.recorder]
}

resource "aws_lambda_event_source_mapping" "recorder" {
  count                   = var.record_failures ? 1 : 0
  event_source_arn        = aws_sqs_queue.failures[0].arn
  function_name           = aws_lambda_function.recorder[0].arn
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"] # one bad message does not hold back the other nine

  # The least that AWS allows: recording failures must not take the processor's concurrency away.
  scaling_config {
    maximum_concurrency = 2
  }
}
