# What a plain `terraform apply` into an AWS account makes.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  lambda_zip = "tests/fixtures/empty.zip"
}

run "names_follow_the_contract" {
  command = plan

  assert {
    condition     = aws_s3_bucket.data.bucket == "data-ingestion-pipeline-data-aws-123456789012"
    error_message = "Got ${aws_s3_bucket.data.bucket}."
  }

  assert {
    condition     = aws_dynamodb_table.file_metadata.name == "data-ingestion-pipeline-file-metadata-aws"
    error_message = "Got ${aws_dynamodb_table.file_metadata.name}."
  }

  assert {
    condition     = aws_lambda_function.processor.function_name == "data-ingestion-pipeline-processor-aws"
    error_message = "Got ${aws_lambda_function.processor.function_name}."
  }

  assert {
    condition     = output.recorder_function == "data-ingestion-pipeline-recorder-aws"
    error_message = "Got ${output.recorder_function}."
  }

  assert {
    condition     = jsonencode(output.log_groups) == jsonencode(["/aws/lambda/data-ingestion-pipeline-processor-aws", "/aws/lambda/data-ingestion-pipeline-recorder-aws"])
    error_message = "Got ${jsonencode(output.log_groups)}."
  }

  assert {
    condition     = startswith(output.next_command, "aws s3 cp FILE.csv s3://data-ingestion-pipeline-data-aws-123456789012/uploads/")
    error_message = "Got ${output.next_command}."
  }
}

run "the_account_suffix_of_the_bucket_can_be_left_out" {
  command = plan

  variables {
    bucket_account_suffix = false
  }

  assert {
    condition     = aws_s3_bucket.data.bucket == "data-ingestion-pipeline-data-aws"
    error_message = "Got ${aws_s3_bucket.data.bucket}."
  }
}

run "the_longest_names_still_fit" {
  command = plan

  variables {
    project     = "abcdefghijklmnopqrstuvwxyz" # 26
    environment = "abcdefghijklmnop"           # 16
  }

  assert {
    condition     = length(aws_s3_bucket.data.bucket) <= 63
    error_message = "A bucket's name has at most 63 characters."
  }

  assert {
    condition     = length(aws_lambda_function.processor.function_name) <= 64 && length(aws_iam_role.recorder[0].name) <= 64
    error_message = "The names of functions and roles have at most 64 characters."
  }

  assert {
    condition     = length(aws_sqs_queue.dead_letters[0].name) <= 80
    error_message = "A queue's name has at most 80 characters."
  }
}

run "nobody_outside_reads_the_bucket" {
  command = plan

  assert {
    condition = (
      aws_s3_bucket_public_access_block.data.block_public_acls && aws_s3_bucket_public_access_block.data.block_public_policy &&
      aws_s3_bucket_public_access_block.data.ignore_public_acls && aws_s3_bucket_public_access_block.data.restrict_public_buckets
    )
    error_message = "All four settings of the public access block must be on."
  }

  assert {
    condition     = one(aws_s3_bucket_ownership_controls.data.rule).object_ownership == "BucketOwnerEnforced"
    error_message = "Access control lists must be off."
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.data.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "Objects must be encrypted."
  }
}

run "the_bucket_refuses_plain_http" {
  command = plan

  assert {
    condition     = length(data.aws_iam_policy_document.bucket.statement) == 1
    error_message = "The bucket policy has one statement."
  }

  assert {
    condition = alltrue([for statement in data.aws_iam_policy_document.bucket.statement :
      statement.effect == "Deny" && statement.actions == toset(["s3:*"]) &&
      one(statement.principals).identifiers == toset(["*"]) &&
      one(statement.condition).variable == "aws:SecureTransport" && one(statement.condition).values == tolist(["false"])
    ])
    error_message = "Everybody must be denied everything without TLS."
  }

  assert {
    condition = one(data.aws_iam_policy_document.bucket.statement).resources == toset([
      "arn:aws:s3:::data-ingestion-pipeline-data-aws-123456789012",
      "arn:aws:s3:::data-ingestion-pipeline-data-aws-123456789012/*",
    ])
    error_message = "The bucket and its objects must be covered."
  }
}

run "data_is_protected_kept_and_cheap_by_default" {
  command = plan

  assert {
    condition     = !aws_s3_bucket.data.force_destroy && aws_dynamodb_table.file_metadata.deletion_protection_enabled && output.protect_data
    error_message = "Destroying must not take data along."
  }

  assert {
    condition     = [for rule in aws_s3_bucket_lifecycle_configuration.data.rule : rule.id] == ["abort-stale-multipart-uploads", "expire-old-versions"]
    error_message = "Nothing may expire by default but incomplete uploads, and what was overwritten or deleted while versioning was on."
  }

  assert {
    condition     = length(aws_s3_bucket_versioning.data) == 0 && !one(aws_dynamodb_table.file_metadata.point_in_time_recovery).enabled
    error_message = "What costs more is opt-in."
  }

  assert {
    condition     = length(aws_dynamodb_table.file_metadata.ttl) == 0
    error_message = "Items must not expire by default."
  }
}

run "uploads_can_expire_and_summaries_stay" {
  command = plan

  variables {
    uploads_expire_after_days = 90
  }

  assert {
    condition = one([for rule in aws_s3_bucket_lifecycle_configuration.data.rule :
      "${one(rule.filter).prefix} ${one(rule.expiration).days}" if rule.id == "expire-uploads"
    ]) == "uploads/ 90"
    error_message = "Only uploads/ may expire, after 90 days."
  }
}

run "versioning_keeps_old_versions_for_a_month_and_lets_the_processor_read_them" {
  command = plan

  variables {
    versioning = true
  }

  assert {
    condition     = one(aws_s3_bucket_versioning.data[0].versioning_configuration).status == "Enabled"
    error_message = "Versioning must be on."
  }

  assert {
    condition = one(flatten([for rule in aws_s3_bucket_lifecycle_configuration.data.rule :
      [for expiration in rule.noncurrent_version_expiration : expiration.noncurrent_days]
    ])) == 30
    error_message = "Old versions must expire after 30 days."
  }

  assert {
    condition = one([for statement in data.aws_iam_policy_document.processor[0].statement :
      statement.actions if statement.sid == "ReadUploads"
    ]) == toset(["s3:GetObject"])
    error_message = "Only the present version of an object is read, which takes no GetObjectVersion."
  }
}

run "the_table_is_on_demand_and_lists_by_status_newest_first" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.file_metadata.billing_mode == "PAY_PER_REQUEST" && aws_dynamodb_table.file_metadata.hash_key == "file_name"
    error_message = "The key is file_name, the billing on demand."
  }

  assert {
    condition     = { for attribute in aws_dynamodb_table.file_metadata.attribute : attribute.name => attribute.type } == { file_name = "S", status = "S", processed_timestamp = "S" }
    error_message = "Only key attributes are declared, all strings."
  }

  assert {
    condition = [for index in aws_dynamodb_table.file_metadata.global_secondary_index :
      "${index.name} ${index.projection_type} ${join(" ", [for key in index.key_schema : "${key.attribute_name}:${key.key_type}"])}"
    ] == ["status-index INCLUDE status:HASH processed_timestamp:RANGE"]
    error_message = "status-index must lead from status to processed_timestamp."
  }
}

run "the_processor_is_as_documented" {
  command = plan

  assert {
    condition     = aws_lambda_function.processor.reserved_concurrent_executions == -1
    error_message = "Nothing may be reserved by default."
  }

  assert {
    condition = (
      aws_lambda_function.processor.runtime == "nodejs22.x" && aws_lambda_function.processor.handler == "handler.handler" &&
      aws_lambda_function.processor.architectures == tolist(["arm64"]) && aws_lambda_function.processor.memory_size == 1024 &&
      aws_lambda_function.processor.timeout == 900 && one(aws_lambda_function.processor.ephemeral_storage).size == 512
    )
    error_message = "Runtime, handler, architecture, memory, time-out or storage differs from the README."
  }

  assert {
    condition = one(aws_lambda_function.processor.environment).variables == tomap({
      S3_BUCKET                    = "data-ingestion-pipeline-data-aws-123456789012"
      DYNAMODB_TABLE               = "data-ingestion-pipeline-file-metadata-aws"
      ENVIRONMENT                  = "aws"
      LOG_LEVEL                    = "INFO"
      POWERTOOLS_SERVICE_NAME      = "data-ingestion-pipeline"
      POWERTOOLS_METRICS_NAMESPACE = "DataIngestionPipeline"
    })
    error_message = "Got ${jsonencode(one(aws_lambda_function.processor.environment).variables)}."
  }

  assert {
    condition     = one(aws_lambda_function.processor.logging_config).log_format == "Text" && one(aws_lambda_function.processor.tracing_config).mode == "PassThrough"
    error_message = "Text log (Insights finds REPORT lines in it), no tracing."
  }

  assert {
    condition     = aws_lambda_function.processor.source_code_hash == filebase64sha256("tests/fixtures/empty.zip")
    error_message = "A new bundle must be a change."
  }

  assert {
    condition     = aws_cloudwatch_log_group.processor.retention_in_days == 30 && aws_cloudwatch_log_group.recorder[0].retention_in_days == 30
    error_message = "Logs must not be kept for ever."
  }
}

run "concurrency_is_the_accounts_unless_it_is_limited" {
  command = plan

  variables {
    processor_max_concurrency = 20
  }

  assert {
    condition     = aws_lambda_function.processor.reserved_concurrent_executions == 20 && coalesce(aws_lambda_function.recorder[0].reserved_concurrent_executions, -1) == -1
    error_message = "The limit is the processor's."
  }
}

run "profiler_settings_reach_both_functions" {
  command = plan

  variables {
    profiler_settings = { SAMPLE_VALUES = "false" }
  }

  assert {
    condition = alltrue([for function in [aws_lambda_function.processor, aws_lambda_function.recorder[0]] :
      one(function.environment).variables["SAMPLE_VALUES"] == "false"
    ])
    error_message = "Both functions must have SAMPLE_VALUES."
  }
}

run "profiler_settings_may_be_written_as_the_functions_read_them" {
  command = plan

  variables {
    profiler_settings = {
      REPORT            = "Off"
      CSV_ENGINE        = " reference "
      CSV_FIGURES       = "BASIC"
      CSV_THREADS       = "16"
      TYPE_SHARE_MIN    = "0.95"
      NULL_TOKENS       = "+ [\"NA\", \"-\"]"
      SAMPLE_VALUES     = ""
      SAMPLE_VALUES_KEY = "unused"
    }
  }

  assert {
    condition     = one(aws_lambda_function.processor.environment).variables["REPORT"] == "Off"
    error_message = "They must be passed on as they are."
  }
}

run "plans_show_every_setting_but_the_key" {
  command = plan

  variables {
    profiler_settings = { SAMPLE_VALUES = "hash", SAMPLE_VALUES_KEY = "a key of 16 letters" }
  }

  assert {
    condition = alltrue([for function in [aws_lambda_function.processor, aws_lambda_function.recorder[0]] :
      issensitive(function.environment[0].variables["SAMPLE_VALUES_KEY"]) && function.environment[0].variables["SAMPLE_VALUES_KEY"] == "a key of 16 letters"
    ])
    error_message = "SAMPLE_VALUES_KEY must reach both functions, and be sensitive."
  }

  assert {
    condition = alltrue([for function in [aws_lambda_function.processor, aws_lambda_function.recorder[0]] :
      !issensitive(function.environment[0].variables["SAMPLE_VALUES"]) && !issensitive(function.environment[0].variables["S3_BUCKET"])
    ])
    error_message = "What is no secret must stay readable in a plan."
  }
}
