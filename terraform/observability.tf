# Alarms and whom they tell, a dashboard, and the saved Logs Insights queries.

locals {
  processor_dimensions   = { FunctionName = local.processor_name }
  failures_dimensions    = { QueueName = local.failure_queue_name }
  dead_letter_dimensions = { QueueName = local.dead_letter_queue_name }

  # An alarm goes off when the statistic over 5 minutes is above `above` in `periods` successive periods.
  alarm_definitions = {
    processor-errors = {
      description = "The processor failed: not because of a file's content, which ends as an item with status error. See its log."
      namespace   = "AWS/Lambda"
      metric      = "Errors"
      dimensions  = local.processor_dimensions
      statistic   = "Sum"
      above       = 0
      periods     = 1
    }
    processor-throttles = {
      description = "Uploads have been waiting for the account's Lambda concurrency for 15 minutes. They are retried for 6 hours, then recorded as failed."
      namespace   = "AWS/Lambda"
      metric      = "Throttles"
      dimensions  = local.processor_dimensions
      statistic   = "Sum"
      above       = 0
      periods     = 3
    }
    processor-duration = {
      description = "A file took more than 80 % of the time-out. Raise memory_size_mb (CPU grows with it) or timeout_s, or split such files."
      namespace   = "AWS/Lambda"
      metric      = "Duration"
      dimensions  = local.processor_dimensions
      statistic   = "Maximum"
      above       = 800 * var.timeout_s # milliseconds
      periods     = 1
    }
    failed-files = {
      description = "A file could not be profiled. The items with status error say which, why and what to do."
      namespace   = local.metrics_namespace
      metric      = "FilesFailed"
      dimensions  = local.metrics_dimensions
      statistic   = "Sum"
      above       = 0
      periods     = 1
    }
    failed-attempts = {
      description = "A file was not profiled, or only in part, for want of time, memory or a service, not because of its content. Profile it again: make redrive."
      namespace   = local.metrics_namespace
      metric      = "AttemptsFailed"
      dimensions  = local.metrics_dimensions
      statistic   = "Sum"
      above       = 0
      periods     = 1
    }
  }

  failure_alarm_definitions = {
    lost-events = {
      description = "An event that failed every attempt could not be sent to the failure queue: that file has no item. Check the role's sqs:SendMessage."
      namespace   = "AWS/Lambda"
      metric      = "DestinationDeliveryFailures"
      dimensions  = local.processor_dimensions
      statistic   = "Sum"
      above       = 0
      periods     = 1
    }
    # The age, not the number of visible ones: while the recorder fails at them again and again, messages are hidden. SQS
    # counts a message until its third receive, which is two visibility time-outs after the first.
    failure-queue-age = {
      description = "A failure has been waiting for 5 minutes: the recorder does not take it from the queue, or fails at it. See its log."
      namespace   = "AWS/SQS"
      metric      = "ApproximateAgeOfOldestMessage"
      dimensions  = local.failures_dimensions
      statistic   = "Maximum"
      above       = 300 # seconds
      periods     = 1
    }
    dead-letters = {
      description = "The recorder could not record a failure in five attempts. The messages are kept for 14 days; redrive them once the cause is gone."
      namespace   = "AWS/SQS"
      metric      = "ApproximateNumberOfMessagesVisible"
      dimensions  = local.dead_letter_dimensions
      statistic   = "Maximum"
      above       = 0
      periods     = 1
    }
  }
}

# Not encrypted with a key: CloudWatch can't publish to a topic under the AWS managed one, and a message names no data.
resource "aws_sns_topic" "alarms" {
  count = var.alarm_email != "" ? 1 : 0
  name  = "${var.project}-alarms-${var.environment}"
}

resource "aws_sns_topic_subscription" "alarm_email" {
  count     = var.alarm_email != "" ? 1 : 0
  topic_arn = aws_sns_topic.alarms[0].arn
  protocol  = "email"
  endpoint  = var.alarm_email
}

resource "aws_cloudwatch_metric_alarm" "pipeline" {
  for_each = var.alarms ? merge(local.alarm_definitions, var.record_failures ? local.failure_alarm_definitions : {}) : {}

  alarm_name          = "${var.project}-${each.key}-${var.environment}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.above
  period              = 300
  evaluation_periods  = each.value.periods
  treat_missing_data  = "notBreaching" # no uploads, no values
  alarm_actions       = aws_sns_topic.alarms[*].arn
  ok_actions          = aws_sns_topic.alarms[*].arn
}

locals {
  # Without the file's comments, which would stand behind a pipe.
  errors_query = join("\n", [
    for line in split("\n", trimspace(file("${path.module}/insights/errors.cwl"))) : line if !startswith(line, "#")
  ])

  metrics_by = flatten([for name, value in local.metrics_dimensions : [name, value]])

  # Each widget is half the 24 columns wide; rows follow from the order.
  dashboard_widgets = [
    {
      title = "Files"
      stat  = "Sum"
      metrics = [
        concat([local.metrics_namespace, "FilesProcessed"], local.metrics_by, [{ label = "finished", color = "#1f77b4" }]),
        concat([local.metrics_namespace, "FilesFailed"], local.metrics_by, [{ label = "of them failed", color = "#d62728" }]),
        concat([local.metrics_namespace, "AttemptsFailed"], local.metrics_by, [{ label = "of them not for their content", color = "#ff7f0e" }]),
      ]
    },
    {
      title = "Time for a file (ms)"
      stat  = "Average"
      metrics = [
        concat([local.metrics_namespace, "ProcessingDuration"], local.metrics_by, [{ label = "average" }]),
        concat([local.metrics_namespace, "ProcessingDuration"], local.metrics_by, [{ label = "p95", stat = "p95" }]),
        concat([local.metrics_namespace, "ProcessingDuration"], local.metrics_by, [{ label = "longest", stat = "Maximum" }]),
      ]
    },
    {
      title   = "Rows"
      stat    = "Sum"
      metrics = [concat([local.metrics_namespace, "RowsProcessed"], local.metrics_by, [{ label = "rows" }])]
    },
    {
      title   = "Bytes"
      stat    = "Sum"
      metrics = [concat([local.metrics_namespace, "BytesProcessed"], local.metrics_by, [{ label = "bytes" }])]
    },
    {
      title = "Processor: invocations"
      stat  = "Sum"
      metrics = [
        for metric in ["Invocations", "Errors", "Throttles"] : ["AWS/Lambda", metric, "FunctionName", local.processor_name]
      ]
    },
    {
      title = "Processor: duration (ms) and time-out"
      stat  = "Maximum"
      metrics = [
        ["AWS/Lambda", "Duration", "FunctionName", local.processor_name, { label = "longest" }],
        ["AWS/Lambda", "Duration", "FunctionName", local.processor_name, { label = "p95", stat = "p95" }],
      ]
      annotations = { horizontal = [{ label = "time-out", value = 1000 * var.timeout_s }] }
    },
    {
      title = "Processor: concurrency and waiting time of events (ms)"
      stat  = "Maximum"
      metrics = [
        ["AWS/Lambda", "ConcurrentExecutions", "FunctionName", local.processor_name],
        ["AWS/Lambda", "AsyncEventAge", "FunctionName", local.processor_name, { yAxis = "right" }],
      ]
    },
    {
      title = "Failures waiting to be recorded, and dead letters"
      stat  = "Maximum"
      metrics = [
        ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", local.failure_queue_name, { label = "failures" }],
        ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", local.dead_letter_queue_name, { label = "dead letters" }],
      ]
    },
  ]
}

resource "aws_cloudwatch_dashboard" "pipeline" {
  count          = var.dashboard ? 1 : 0
  dashboard_name = "${var.project}-${var.environment}"

  dashboard_body = jsonencode({
    widgets = concat(
      [for index, widget in local.dashboard_widgets : {
        type   = "metric"
        x      = 12 * (index % 2)
        y      = 6 * floor(index / 2)
        width  = 12
        height = 6
        properties = merge({ annotations = {} }, widget, {
          region = var.region
          view   = "timeSeries"
          period = 300
        })
      }],
      [{
        type   = "log"
        x      = 0
        y      = 3 * length(local.dashboard_widgets)
        width  = 24
        height = 9
        properties = {
          title  = "What went wrong (insights/errors.cwl)"
          region = var.region
          view   = "table"
          query  = join(" | ", concat([for name in local.log_groups : "SOURCE '${name}'"], [local.errors_query]))
        }
      }],
    )
  })
}

# One file a query, over both functions' logs. The folder in the name is how the console groups them.
resource "aws_cloudwatch_query_definition" "saved" {
  for_each = local.saved_queries ? fileset("${path.module}/insights", "*.cwl") : toset([])

  name            = "${var.project}-${var.environment}/${trimsuffix(each.value, ".cwl")}"
  query_string    = file("${path.module}/insights/${each.value}")
  log_group_names = local.log_groups
}
