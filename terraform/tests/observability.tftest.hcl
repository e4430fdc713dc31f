# Alarms, dashboard and saved queries, and the switches for them.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  lambda_zip = "tests/fixtures/empty.zip"
}

run "alarms_without_an_address_tell_nobody" {
  command = plan

  assert {
    condition     = sort(keys(aws_cloudwatch_metric_alarm.pipeline)) == tolist(["dead-letters", "failed-attempts", "failed-files", "failure-queue-age", "lost-events", "processor-duration", "processor-errors", "processor-throttles"])
    error_message = "Got ${jsonencode(keys(aws_cloudwatch_metric_alarm.pipeline))}."
  }

  assert {
    condition     = length(aws_sns_topic.alarms) == 0 && alltrue([for alarm in aws_cloudwatch_metric_alarm.pipeline : length(alarm.alarm_actions) == 0])
    error_message = "There must be no topic, and alarms without actions."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.pipeline : alarm.treat_missing_data == "notBreaching" && alarm.alarm_description != ""])
    error_message = "A quiet pipeline is a healthy one, and every alarm says what to do."
  }
}

run "alarms_with_an_address_are_mailed" {
  command = plan

  variables {
    alarm_email = "data-team@example.com"
  }

  assert {
    condition     = aws_sns_topic_subscription.alarm_email[0].protocol == "email" && aws_sns_topic_subscription.alarm_email[0].endpoint == "data-team@example.com"
    error_message = "The address must be subscribed."
  }
}

run "the_duration_alarm_follows_the_time_out" {
  command = plan

  variables {
    timeout_s = 100
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.pipeline["processor-duration"].threshold == 80000
    error_message = "80 % of 100 s are 80,000 ms."
  }
}

run "failed_files_are_watched_under_the_dimensions_the_function_writes" {
  command = plan

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.pipeline["failed-files"].namespace == "DataIngestionPipeline" &&
      aws_cloudwatch_metric_alarm.pipeline["failed-files"].metric_name == "FilesFailed" &&
      aws_cloudwatch_metric_alarm.pipeline["failed-files"].dimensions == tomap({ service = "data-ingestion-pipeline", environment = "aws" })
    )
    error_message = "An alarm on other dimensions never sees a value."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.pipeline["failed-attempts"].metric_name == "AttemptsFailed" &&
      aws_cloudwatch_metric_alarm.pipeline["failed-attempts"].dimensions == aws_cloudwatch_metric_alarm.pipeline["failed-files"].dimensions
    )
    error_message = "Attempts that failed are counted beside the files that did."
  }
}

run "a_recorder_that_fails_is_told_before_its_message_is_out_of_sight" {
  command = plan

  assert {
    condition     = aws_cloudwatch_metric_alarm.pipeline["failure-queue-age"].metric_name == "ApproximateAgeOfOldestMessage" && aws_cloudwatch_metric_alarm.pipeline["failure-queue-age"].evaluation_periods == 1
    error_message = "Messages that the recorder fails at are hidden, so that the number of visible ones is 0."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.pipeline["failure-queue-age"].threshold < 2 * aws_sqs_queue.failures[0].visibility_timeout_seconds
    error_message = "From its third receive on, SQS leaves a message out of the age."
  }
}

run "alarms_and_dashboard_can_be_left_out" {
  command = plan

  variables {
    alarms    = false
    dashboard = false
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.pipeline) == 0 && length(aws_cloudwatch_dashboard.pipeline) == 0 && output.dashboard_url == null
    error_message = "Neither alarms nor dashboard."
  }
}

run "the_dashboard_fills_a_grid_and_shows_errors" {
  command = plan

  assert {
    condition     = length(distinct([for widget in jsondecode(aws_cloudwatch_dashboard.pipeline[0].dashboard_body).widgets : "${widget.x},${widget.y}"])) == length(jsondecode(aws_cloudwatch_dashboard.pipeline[0].dashboard_body).widgets)
    error_message = "No two widgets may lie on each other."
  }

  assert {
    condition = startswith(
      one([for widget in jsondecode(aws_cloudwatch_dashboard.pipeline[0].dashboard_body).widgets : widget.properties.query if widget.type == "log"]),
      "SOURCE '/aws/lambda/data-ingestion-pipeline-processor-aws' | SOURCE '/aws/lambda/data-ingestion-pipeline-recorder-aws' | fields "
    )
    error_message = "The errors query must run over both log groups, without its comments."
  }

  assert {
    condition     = output.dashboard_url == "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/data-ingestion-pipeline-aws"
    error_message = "Got ${output.dashboard_url}."
  }
}

run "every_query_file_is_saved_over_both_log_groups" {
  command = plan

  assert {
    condition     = length(aws_cloudwatch_query_definition.saved) > 0 && toset(keys(aws_cloudwatch_query_definition.saved)) == fileset("insights", "*.cwl")
    error_message = "One definition a file."
  }

  assert {
    condition     = aws_cloudwatch_query_definition.saved["errors.cwl"].name == "data-ingestion-pipeline-aws/errors"
    error_message = "Got ${aws_cloudwatch_query_definition.saved["errors.cwl"].name}."
  }

  assert {
    condition     = alltrue([for query in aws_cloudwatch_query_definition.saved : length(query.log_group_names) == 2])
    error_message = "What the recorder writes belongs to it."
  }
}
