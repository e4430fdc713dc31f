locals {
  account_id = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition

  # Names. scripts/resource-names.ts knows the same ones.
  bucket_name            = join("-", concat([var.project, "data", var.environment], var.bucket_account_suffix && !var.emulator ? [local.account_id] : []))
  table_name             = "${var.project}-file-metadata-${var.environment}"
  processor_name         = "${var.project}-processor-${var.environment}"
  recorder_name          = "${var.project}-recorder-${var.environment}"
  failure_queue_name     = "${var.project}-failures-${var.environment}"
  dead_letter_queue_name = "${var.project}-failures-dead-letters-${var.environment}"

  # ARNs are composed from the names instead of read from the resources: so they are known when planning, and the
  # plan shows every policy in full.
  bucket_arn              = "arn:${local.partition}:s3:::${local.bucket_name}"
  table_arn               = "arn:${local.partition}:dynamodb:${var.region}:${local.account_id}:table/${local.table_name}"
  failure_queue_arn       = "arn:${local.partition}:sqs:${var.region}:${local.account_id}:${local.failure_queue_name}"
  processor_log_group_arn = "arn:${local.partition}:logs:${var.region}:${local.account_id}:log-group:/aws/lambda/${local.processor_name}"
  recorder_log_group_arn  = "arn:${local.partition}:logs:${var.region}:${local.account_id}:log-group:/aws/lambda/${local.recorder_name}"

  # The prefixes that the function's code knows too. They must not overlap: the function would trigger itself.
  uploads_prefix   = "uploads/"
  processed_prefix = "processed/"

  protect_data  = var.protect_data && !var.emulator
  saved_queries = var.saved_queries && !var.emulator

  log_groups = concat([aws_cloudwatch_log_group.processor.name], aws_cloudwatch_log_group.recorder[*].name)

  # Plans show every setting but the key; the state holds it as it is.
  secret_settings = { for name, value in var.profiler_settings : name => sensitive(value) if name == "SAMPLE_VALUES_KEY" }

  function_environment = merge(var.profiler_settings, local.secret_settings, {
    S3_BUCKET                    = local.bucket_name
    DYNAMODB_TABLE               = local.table_name
    ENVIRONMENT                  = var.environment
    LOG_LEVEL                    = var.log_level
    POWERTOOLS_SERVICE_NAME      = var.project
    POWERTOOLS_METRICS_NAMESPACE = local.metrics_namespace
  })

  # The functions write metrics into their log (embedded metric format) under this namespace and with exactly these
  # dimensions (lambda/adapters/metrics.ts); an alarm on any other set of dimensions would never see a value.
  metrics_namespace  = "DataIngestionPipeline"
  metrics_dimensions = { service = var.project, environment = var.environment }
}
