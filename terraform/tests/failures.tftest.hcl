# Every upload ends in an item, also one whose every attempt was killed.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  lambda_zip = "tests/fixtures/empty.zip"
}

run "exhausted_events_are_retried_then_queued_then_recorded" {
  command = plan

  assert {
    condition     = aws_lambda_function_event_invoke_config.processor[0].maximum_retry_attempts == 2 && aws_lambda_function_event_invoke_config.processor[0].maximum_event_age_in_seconds == 21600
    error_message = "Two retries; throttled events are tried for six hours."
  }

  assert {
    condition     = length(one(aws_lambda_function_event_invoke_config.processor[0].destination_config).on_failure) == 1
    error_message = "There must be a destination for failures."
  }

  assert {
    condition     = aws_lambda_function.recorder[0].handler == "handler.recordFailure" && aws_lambda_function.recorder[0].filename == aws_lambda_function.processor.filename
    error_message = "The recorder is the same bundle's second handler."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.recorder[0].function_response_types == toset(["ReportBatchItemFailures"])
    error_message = "A bad message must not hold back the rest of its batch."
  }
}

run "failures_wait_long_enough_and_are_encrypted" {
  command = plan

  assert {
    condition = alltrue([for queue in [aws_sqs_queue.failures[0], aws_sqs_queue.dead_letters[0]] :
      queue.message_retention_seconds == 14 * 24 * 3600 && queue.sqs_managed_sse_enabled
    ])
    error_message = "Both queues keep messages for 14 days."
  }

  assert {
    condition     = aws_sqs_queue.failures[0].visibility_timeout_seconds >= 6 * aws_lambda_function.recorder[0].timeout
    error_message = "A message must stay hidden for six times the recorder's time-out."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.dead_letters[0].redrive_allow_policy).sourceQueueArns == ["arn:aws:sqs:us-east-1:123456789012:data-ingestion-pipeline-failures-aws"]
    error_message = "Only the failures queue may send dead letters."
  }
}

run "recording_can_be_left_out_entirely" {
  command = plan

  variables {
    record_failures = false
  }

  assert {
    condition = (
      length(aws_sqs_queue.failures) + length(aws_sqs_queue.dead_letters) + length(aws_lambda_function.recorder) +
      length(aws_lambda_event_source_mapping.recorder) + length(aws_lambda_function_event_invoke_config.processor) +
      length(aws_iam_role.recorder) + length(aws_cloudwatch_log_group.recorder) == 0
    )
    error_message = "Nothing of it may remain."
  }

  assert {
    condition     = output.recorder_function == null && output.failure_queue_url == null && length(output.log_groups) == 1
    error_message = "Outputs must be null."
  }

  assert {
    condition     = sort(keys(aws_cloudwatch_metric_alarm.pipeline)) == tolist(["failed-attempts", "failed-files", "processor-duration", "processor-errors", "processor-throttles"])
    error_message = "No alarm may watch what is not there."
  }
}
