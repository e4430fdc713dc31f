# What environments/*.tfvars stand for. Keep the variables of each run equal to its file.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  lambda_zip = "tests/fixtures/empty.zip"
}

run "localstack_differs_by_one_boolean" {
  command = plan

  variables {
    environment = "localstack"
    emulator    = true
  }

  assert {
    condition     = aws_s3_bucket.data.bucket == "data-ingestion-pipeline-data-localstack"
    error_message = "On an emulator the bucket needs no account id. Got ${aws_s3_bucket.data.bucket}."
  }

  assert {
    condition     = aws_s3_bucket.data.force_destroy && !aws_dynamodb_table.file_metadata.deletion_protection_enabled && !output.protect_data
    error_message = "Destroying an emulator's data must just work."
  }

  assert {
    condition     = length(aws_cloudwatch_query_definition.saved) == 0
    error_message = "Emulators have no PutQueryDefinition."
  }

  assert {
    condition     = length(aws_cloudwatch_dashboard.pipeline) == 1 && length(aws_cloudwatch_metric_alarm.pipeline) == 8 && length(aws_lambda_function.recorder) == 1
    error_message = "All the rest is as on AWS."
  }

  assert {
    condition     = output.dashboard_url == null
    error_message = "An emulator has no console."
  }
}

run "the_learner_lab_can_be_torn_down_and_stays_within_its_budget" {
  command = plan

  variables {
    environment        = "learner-lab"
    region             = "us-east-1"
    use_lab_role       = true
    protect_data       = false
    log_retention_days = 7
    dashboard          = false
    saved_queries      = false
  }

  assert {
    condition     = aws_s3_bucket.data.force_destroy && !aws_dynamodb_table.file_metadata.deletion_protection_enabled && !output.protect_data
    error_message = "terraform destroy must remove everything."
  }

  assert {
    condition     = aws_lambda_function.processor.reserved_concurrent_executions == null || aws_lambda_function.processor.reserved_concurrent_executions == -1
    error_message = "The Lab has a concurrency of 10 in all; none may be reserved."
  }

  assert {
    condition     = length(aws_lambda_function_event_invoke_config.processor) == 1 && length(aws_cloudwatch_query_definition.saved) + length(aws_cloudwatch_dashboard.pipeline) == 0
    error_message = "Failures are recorded; conveniences are off."
  }
}

run "a_plain_account_keeps_versions_and_backups" {
  command = plan

  variables {
    environment            = "aws"
    region                 = "us-east-1"
    point_in_time_recovery = true
    versioning             = true
  }

  assert {
    condition     = one(aws_dynamodb_table.file_metadata.point_in_time_recovery).enabled && length(aws_s3_bucket_versioning.data) == 1
    error_message = "Backups of the table, versions in the bucket."
  }
}
