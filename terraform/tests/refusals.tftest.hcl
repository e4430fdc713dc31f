# A mistake is refused while planning, with a message that says what would be right.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  lambda_zip = "tests/fixtures/empty.zip"
}

run "upper_case_in_a_name_is_refused" {
  command = plan

  variables {
    project = "My-Pipeline"
  }

  expect_failures = [var.project]
}

run "a_project_name_too_long_for_a_bucket_is_refused" {
  command = plan

  variables {
    project = "abcdefghijklmnopqrstuvwxyz0"
  }

  expect_failures = [var.project]
}

run "an_environment_with_an_underscore_is_refused" {
  command = plan

  variables {
    environment = "learner_lab"
  }

  expect_failures = [var.environment]
}

run "an_environment_too_long_for_a_bucket_is_refused" {
  command = plan

  variables {
    environment = "abcdefghijklmnopq"
  }

  expect_failures = [var.environment]
}

run "an_availability_zone_for_a_region_is_refused" {
  command = plan

  variables {
    region = "us-east-1a"
  }

  expect_failures = [var.region]
}

run "half_a_day_of_expiry_is_refused" {
  command = plan

  variables {
    uploads_expire_after_days = 0.5
  }

  expect_failures = [var.uploads_expire_after_days]
}

run "negative_days_of_expiry_is_refused" {
  command = plan

  variables {
    uploads_expire_after_days = -1
  }

  expect_failures = [var.uploads_expire_after_days]
}

run "a_key_attribute_for_expiry_is_refused" {
  command = plan

  variables {
    ttl_attribute = "processed_timestamp"
  }

  expect_failures = [var.ttl_attribute]
}

run "a_bundle_that_was_not_built_is_refused" {
  command = plan

  variables {
    lambda_zip = "tests/fixtures/missing.zip"
  }

  expect_failures = [var.lambda_zip]
}

run "a_deprecated_runtime_is_refused" {
  command = plan

  variables {
    runtime = "nodejs20.x"
  }

  expect_failures = [var.runtime]
}

run "an_unknown_architecture_is_refused" {
  command = plan

  variables {
    architecture = "amd64"
  }

  expect_failures = [var.architecture]
}

run "too_little_memory_is_refused" {
  command = plan

  variables {
    memory_size_mb = 128
  }

  expect_failures = [var.memory_size_mb]
}

run "too_much_memory_is_refused" {
  command = plan

  variables {
    memory_size_mb = 10241
  }

  expect_failures = [var.memory_size_mb]
}

run "a_time_out_beyond_lambdas_is_refused" {
  command = plan

  variables {
    timeout_s = 901
  }

  expect_failures = [var.timeout_s]
}

run "a_time_out_below_the_reserve_is_refused" {
  command = plan

  variables {
    timeout_s = 9
  }

  expect_failures = [var.timeout_s]
}

run "no_concurrency_at_all_is_refused" {
  command = plan

  variables {
    processor_max_concurrency = 0
  }

  expect_failures = [var.processor_max_concurrency]
}

run "half_a_file_at_a_time_is_refused" {
  command = plan

  variables {
    processor_max_concurrency = 1.5
  }

  expect_failures = [var.processor_max_concurrency]
}

run "a_limit_of_concurrency_in_the_learner_lab_is_refused" {
  command = plan

  variables {
    processor_max_concurrency = 5
    use_lab_role              = true
  }

  expect_failures = [var.processor_max_concurrency]
}

run "an_alias_for_a_key_is_refused" {
  command = plan

  variables {
    kms_key_arns = ["arn:aws:kms:us-east-1:123456789012:alias/uploads"]
  }

  expect_failures = [var.kms_key_arns]
}

run "keys_for_a_role_that_is_not_made_here_are_refused" {
  command = plan

  variables {
    kms_key_arns = ["arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"]
    lambda_role  = "csv-profiler"
  }

  expect_failures = [var.kms_key_arns]
}

run "less_storage_than_is_free_is_refused" {
  command = plan

  variables {
    ephemeral_storage_mb = 256
  }

  expect_failures = [var.ephemeral_storage_mb]
}

run "a_setting_the_profiler_does_not_know_is_refused" {
  command = plan

  variables {
    profiler_settings = { S3_BUCKET = "other" }
  }

  expect_failures = [var.profiler_settings]
}

run "a_report_that_is_neither_on_nor_off_is_refused" {
  command = plan

  variables {
    profiler_settings = { REPORT = "no" }
  }

  expect_failures = [var.profiler_settings]
}

run "an_engine_there_is_not_is_refused" {
  command = plan

  variables {
    profiler_settings = { CSV_ENGINE = "turbo" }
  }

  expect_failures = [var.profiler_settings]
}

run "figures_there_are_not_are_refused" {
  command = plan

  variables {
    profiler_settings = { CSV_FIGURES = "most" }
  }

  expect_failures = [var.profiler_settings]
}

run "sample_values_that_are_not_a_choice_are_refused" {
  command = plan

  variables {
    profiler_settings = { SAMPLE_VALUES = "perhaps" }
  }

  expect_failures = [var.profiler_settings]
}

run "hashes_without_a_key_are_refused" {
  command = plan

  variables {
    profiler_settings = { SAMPLE_VALUES = "hash" }
  }

  expect_failures = [var.profiler_settings]
}

run "hashes_with_a_short_key_are_refused" {
  command = plan

  variables {
    profiler_settings = { SAMPLE_VALUES = "hash", SAMPLE_VALUES_KEY = "fifteen letters" }
  }

  expect_failures = [var.profiler_settings]
}

run "half_of_the_cells_for_a_type_is_refused" {
  command = plan

  variables {
    profiler_settings = { TYPE_SHARE_MIN = "0.5" }
  }

  expect_failures = [var.profiler_settings]
}

run "a_share_in_percent_is_refused" {
  command = plan

  variables {
    profiler_settings = { TYPE_SHARE_MIN = "95" }
  }

  expect_failures = [var.profiler_settings]
}

run "a_share_in_words_is_refused" {
  command = plan

  variables {
    profiler_settings = { TYPE_SHARE_MIN = "ninety" }
  }

  expect_failures = [var.profiler_settings]
}

run "no_threads_are_refused" {
  command = plan

  variables {
    profiler_settings = { CSV_THREADS = "0" }
  }

  expect_failures = [var.profiler_settings]
}

run "half_a_thread_is_refused" {
  command = plan

  variables {
    profiler_settings = { CSV_THREADS = "1.5" }
  }

  expect_failures = [var.profiler_settings]
}

run "too_many_threads_are_refused" {
  command = plan

  variables {
    profiler_settings = { CSV_THREADS = "17" }
  }

  expect_failures = [var.profiler_settings]
}

run "null_tokens_that_are_no_texts_are_refused" {
  command = plan

  variables {
    profiler_settings = { NULL_TOKENS = "[1]" }
  }

  expect_failures = [var.profiler_settings]
}

run "null_tokens_that_are_no_json_are_refused" {
  command = plan

  variables {
    profiler_settings = { NULL_TOKENS = "+[NA" }
  }

  expect_failures = [var.profiler_settings]
}

run "a_log_level_in_lower_case_is_refused" {
  command = plan

  variables {
    log_level = "info"
  }

  expect_failures = [var.log_level]
}

run "a_retention_cloudwatch_does_not_offer_is_refused" {
  command = plan

  variables {
    log_retention_days = 10
  }

  expect_failures = [var.log_retention_days]
}

run "the_learner_lab_in_a_region_it_does_not_offer_is_refused" {
  command = plan

  variables {
    use_lab_role = true
    region       = "eu-central-1"
  }

  expect_failures = [var.use_lab_role]
}

run "an_arn_of_something_else_than_a_role_is_refused" {
  command = plan

  variables {
    lambda_role = "arn:aws:iam::123456789012:user/someone"
  }

  expect_failures = [var.lambda_role]
}

run "two_roles_at_once_is_refused" {
  command = plan

  variables {
    lambda_role  = "csv-profiler"
    use_lab_role = true
  }

  expect_failures = [var.lambda_role]
}

run "an_address_without_a_domain_is_refused" {
  command = plan

  variables {
    alarm_email = "data-team"
  }

  expect_failures = [var.alarm_email]
}

run "an_address_that_no_alarm_would_write_to_is_refused" {
  command = plan

  variables {
    alarm_email = "data-team@example.com"
    alarms      = false
  }

  expect_failures = [var.alarm_email]
}
