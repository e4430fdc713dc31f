output "environment" {
  description = "The environment's name."
  value       = var.environment
}

output "region" {
  description = "AWS region."
  value       = var.region
}

output "bucket" {
  description = "Bucket that takes files under uploads/ and holds their summaries under processed/."
  value       = aws_s3_bucket.data.bucket
}

output "table" {
  description = "Table with one item a file."
  value       = aws_dynamodb_table.file_metadata.name
}

output "protect_data" {
  description = "Whether bucket and table refuse to be destroyed; `make destroy` asks before it begins."
  value       = local.protect_data
}

output "processor_function" {
  description = "Function that profiles uploads."
  value       = aws_lambda_function.processor.function_name
}

output "recorder_function" {
  description = "Function that records events whose every attempt failed; null without record_failures."
  value       = one(aws_lambda_function.recorder[*].function_name)
}

output "failure_queue_url" {
  description = "Queue of events whose every attempt failed; null without record_failures."
  value       = one(aws_sqs_queue.failures[*].url)
}

output "dead_letter_queue_url" {
  description = "Queue of failures that could not be recorded; null without record_failures."
  value       = one(aws_sqs_queue.dead_letters[*].url)
}

output "log_groups" {
  description = "Log groups of the functions, the processor's first."
  value       = local.log_groups
}

output "dashboard_url" {
  description = "The dashboard in the console; null without one and on an emulator, which has no console."
  value       = var.dashboard && !var.emulator ? "https://${var.region}.console.aws.amazon.com/cloudwatch/home?region=${var.region}#dashboards/dashboard/${aws_cloudwatch_dashboard.pipeline[0].dashboard_name}" : null
}

output "next_command" {
  description = "Profiles a file."
  value       = "aws s3 cp FILE.csv s3://${aws_s3_bucket.data.bucket}/${local.uploads_prefix} --region ${var.region}"
}
