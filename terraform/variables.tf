# ---- Which pipeline, where ----

variable "project" {
  description = "First part of every resource's name."
  type        = string
  default     = "data-ingestion-pipeline"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,24}[a-z0-9]$", var.project))
    error_message = "project must be 3 to 26 characters of a-z, 0-9 and -, begin with a letter and not end with -: bucket names (at most 63 characters) are made from it."
  }
}

variable "environment" {
  description = "Last part of every resource's name; also the environment dimension of the metrics."
  type        = string
  default     = "aws"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{0,14}[a-z0-9]$", var.environment))
    error_message = "environment must be 2 to 16 characters of a-z, 0-9 and -, and not begin or end with -, for example aws, learner-lab or staging."
  }

  validation {
    condition     = contains(["default", var.environment], terraform.workspace)
    error_message = "The workspace is ${terraform.workspace} but environment is ${var.environment}: one environment's state would be overwritten with another's. Run `terraform workspace select -or-create ${var.environment}`, or name the matching var file."
  }
}

variable "region" {
  description = "AWS region."
  type        = string
  default     = "us-east-1"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2,3}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example us-east-1 or eu-central-1."
  }
}

variable "emulator" {
  description = "AWS_ENDPOINT_URL is LocalStack or another emulator: path-style S3, fixed test credentials, data is never protected, and no saved queries (emulators lack them)."
  type        = bool
  default     = false
  nullable    = false
}

# ---- Data ----

variable "bucket_account_suffix" {
  description = "End the bucket's name with the account id, since bucket names are shared by all of AWS. Never on an emulator."
  type        = bool
  default     = true
  nullable    = false
}

variable "protect_data" {
  description = "Refuse to destroy a bucket that holds objects, and the table. Apply with false before destroying: `make destroy` refuses until then, `terraform destroy` would remove all the rest first. Never on an emulator."
  type        = bool
  default     = true
  nullable    = false
}

variable "versioning" {
  description = "Keep overwritten and deleted objects, for 30 days. Switched off again, those that were kept go after 30 days all the same."
  type        = bool
  default     = false
  nullable    = false
}

variable "uploads_expire_after_days" {
  description = "Delete uploaded files after this many days; 0 keeps them. Summaries are always kept."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.uploads_expire_after_days >= 0 && var.uploads_expire_after_days <= 3650 && floor(var.uploads_expire_after_days) == var.uploads_expire_after_days
    error_message = "uploads_expire_after_days must be a whole number of days from 1 to 3650, or 0 to keep uploads for ever."
  }
}

variable "point_in_time_recovery" {
  description = "Keep continuous backups of the table, restorable to any second of the last 35 days."
  type        = bool
  default     = false
  nullable    = false
}

variable "ttl_attribute" {
  description = "Item attribute (epoch seconds) after which DynamoDB deletes an item; empty for never. The processor writes none: set it if you add one."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.ttl_attribute == "" || (can(regex("^[A-Za-z0-9_.-]{1,255}$", var.ttl_attribute)) && !contains(["file_name", "status", "processed_timestamp"], var.ttl_attribute))
    error_message = "ttl_attribute must be the name of a number attribute, for example expires_at, and none of the key attributes file_name, status and processed_timestamp; empty turns expiry off."
  }
}

# ---- Function ----

variable "lambda_zip" {
  description = "The built bundle, relative to the working directory."
  type        = string
  default     = "../dist/lambda.zip"
  nullable    = false

  validation {
    condition     = fileexists(var.lambda_zip)
    error_message = "There is no ${var.lambda_zip}. Build it first: `make build`."
  }
}

variable "runtime" {
  description = "Lambda runtime of both functions: nodejs22.x (supported until 2027-04-30) or nodejs24.x (until 2028-04-30)."
  type        = string
  default     = "nodejs22.x"
  nullable    = false

  validation {
    condition     = contains(["nodejs22.x", "nodejs24.x"], var.runtime)
    error_message = "runtime must be nodejs22.x or nodejs24.x; nodejs20.x is deprecated since 2026-04-30."
  }
}

variable "architecture" {
  description = "Instruction set of both functions. arm64 costs a fifth less; the bundle runs on either."
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64."
  }
}

variable "memory_size_mb" {
  description = "Memory of the processor in MB. CPU grows with it: one full vCPU at 1769 MB."
  type        = number
  default     = 1024
  nullable    = false

  validation {
    condition     = var.memory_size_mb >= 256 && var.memory_size_mb <= 10240 && floor(var.memory_size_mb) == var.memory_size_mb
    error_message = "memory_size_mb must be a whole number from 256 (the profiler's working set) to 10240 (Lambda's limit)."
  }
}

variable "timeout_s" {
  description = "Time for one file in seconds. The processor stops 5 s earlier (with a share of a core as much longer, but a quarter of the time at the most) and writes what it has."
  type        = number
  default     = 900
  nullable    = false

  validation {
    condition     = var.timeout_s >= 10 && var.timeout_s <= 900 && floor(var.timeout_s) == var.timeout_s
    error_message = "timeout_s must be a whole number from 10 (up to a quarter of it is kept in reserve for writing the result) to 900 (Lambda's limit)."
  }
}

variable "processor_max_concurrency" {
  description = "Files that are profiled at the same time at the most, reserved from the account's concurrency; -1 for as many as the account allows. What waits longer than 6 hours is recorded as failed."
  type        = number
  default     = -1
  nullable    = false

  validation {
    condition     = var.processor_max_concurrency == -1 || (var.processor_max_concurrency >= 1 && floor(var.processor_max_concurrency) == var.processor_max_concurrency)
    error_message = "processor_max_concurrency must be a whole number from 1 on, or -1 for no limit of its own. 0 would let no file be profiled."
  }

  validation {
    condition     = var.processor_max_concurrency == -1 || !var.use_lab_role
    error_message = "A Learner Lab (use_lab_role) has a concurrency of 10 in all, of which AWS lets nothing be reserved: leave processor_max_concurrency at -1."
  }
}

variable "ephemeral_storage_mb" {
  description = "Size of /tmp in MB. Files are streamed, so the free 512 MB do."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition     = var.ephemeral_storage_mb >= 512 && var.ephemeral_storage_mb <= 10240 && floor(var.ephemeral_storage_mb) == var.ephemeral_storage_mb
    error_message = "ephemeral_storage_mb must be a whole number from 512 to 10240."
  }
}

variable "profiler_settings" {
  description = "What holds for files that state nothing themselves: TYPE_SHARE_MIN (above 0.5, at most 1), NULL_TOKENS, SAMPLE_VALUES (\"false\" keeps cell values out of the results, \"hash\" replaces them by hashes keyed with SAMPLE_VALUES_KEY, which plans do not show and the state does), REPORT (\"off\": no HTML report beside the summary), CSV_ENGINE (\"reference\": never the fast path), CSV_FIGURES (\"basic\": types, missing and invalid cells, statistics of numbers and distinct values only), CSV_THREADS (default: one, for files from 256 MiB on one for each 1,769 MB of memory)."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(setsubtract(keys(var.profiler_settings), ["TYPE_SHARE_MIN", "NULL_TOKENS", "SAMPLE_VALUES", "SAMPLE_VALUES_KEY", "REPORT", "CSV_ENGINE", "CSV_FIGURES", "CSV_THREADS"])) == 0
    error_message = "profiler_settings knows TYPE_SHARE_MIN, NULL_TOKENS, SAMPLE_VALUES, SAMPLE_VALUES_KEY, REPORT, CSV_ENGINE, CSV_FIGURES and CSV_THREADS, for example { SAMPLE_VALUES = \"false\" }."
  }

  # The values are those that lambda/config.ts takes: in any case, without the white space around them, empty for unset.

  validation {
    condition     = contains(["", "on", "off"], lower(trimspace(lookup(var.profiler_settings, "REPORT", ""))))
    error_message = "REPORT in profiler_settings must be on or off."
  }

  validation {
    condition     = contains(["", "auto", "reference"], lower(trimspace(lookup(var.profiler_settings, "CSV_ENGINE", ""))))
    error_message = "CSV_ENGINE in profiler_settings must be auto or reference."
  }

  validation {
    condition     = contains(["", "all", "basic"], lower(trimspace(lookup(var.profiler_settings, "CSV_FIGURES", ""))))
    error_message = "CSV_FIGURES in profiler_settings must be all or basic."
  }

  validation {
    condition     = contains(["", "true", "false", "hash"], lower(trimspace(lookup(var.profiler_settings, "SAMPLE_VALUES", ""))))
    error_message = "SAMPLE_VALUES in profiler_settings must be true, false or hash."
  }

  validation {
    condition     = lower(trimspace(lookup(var.profiler_settings, "SAMPLE_VALUES", ""))) != "hash" || length(trimspace(lookup(var.profiler_settings, "SAMPLE_VALUES_KEY", ""))) >= 16
    error_message = "SAMPLE_VALUES = \"hash\" in profiler_settings needs SAMPLE_VALUES_KEY, a secret of at least 16 characters."
  }

  validation {
    condition     = trimspace(lookup(var.profiler_settings, "TYPE_SHARE_MIN", "")) == "" || try(tonumber(trimspace(var.profiler_settings["TYPE_SHARE_MIN"])) > 0.5 && tonumber(trimspace(var.profiler_settings["TYPE_SHARE_MIN"])) <= 1, false)
    error_message = "TYPE_SHARE_MIN in profiler_settings must be a number above 0.5, at most 1, for example \"0.95\"."
  }

  validation {
    condition     = trimspace(lookup(var.profiler_settings, "CSV_THREADS", "")) == "" || try(contains(range(1, 17), tonumber(trimspace(var.profiler_settings["CSV_THREADS"]))), false)
    error_message = "CSV_THREADS in profiler_settings must be a whole number from 1 to 16."
  }

  validation {
    condition     = !can(regex("^\\s*[+]?\\s*\\[", lookup(var.profiler_settings, "NULL_TOKENS", ""))) || try(alltrue([for token in jsondecode(trimspace(trimprefix(trimspace(var.profiler_settings["NULL_TOKENS"]), "+"))) : startswith(jsonencode(token), "\"")]), false)
    error_message = "NULL_TOKENS in profiler_settings must be tokens with commas between, or a JSON array of texts such as [\"NA\",\"-\"], with a + before it to keep the default ones."
  }
}

variable "log_level" {
  description = "Least severe log events that the functions write."
  type        = string
  default     = "INFO"
  nullable    = false

  validation {
    condition     = contains(["DEBUG", "INFO", "WARN", "ERROR"], var.log_level)
    error_message = "log_level must be DEBUG, INFO, WARN or ERROR, in upper case."
  }
}

variable "log_retention_days" {
  description = "Days that CloudWatch keeps log events."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be one that CloudWatch offers: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "xray_tracing" {
  description = "Trace invocations with X-Ray."
  type        = bool
  default     = false
  nullable    = false
}

# ---- Permissions ----

variable "use_lab_role" {
  description = "Run both functions with the AWS Academy Learner Lab's LabRole. Nothing of IAM is created or read."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.use_lab_role || contains(["us-east-1", "us-west-2"], var.region)
    error_message = "The Learner Lab (use_lab_role) offers only us-east-1 and us-west-2; set region to one of them."
  }
}

variable "lambda_role" {
  description = "Name or ARN of an existing role for both functions; empty creates a least-privilege role for each."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.lambda_role == "" || can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$", var.lambda_role)) || can(regex("^[A-Za-z0-9+=,.@_-]{1,64}$", var.lambda_role))
    error_message = "lambda_role must be the name of a role of this account, or a whole ARN such as arn:aws:iam::123456789012:role/data-team/csv-profiler."
  }

  validation {
    condition     = var.lambda_role == "" || !var.use_lab_role
    error_message = "Set lambda_role or use_lab_role, not both."
  }
}

variable "kms_key_arns" {
  description = "ARNs of the customer keys that uploads are encrypted with (SSE-KMS): the processor may decrypt with these, through S3. A key's own policy has to allow it, too."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.kms_key_arns : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", arn))])
    error_message = "kms_key_arns must be ARNs of keys, not of aliases, for example arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab."
  }

  validation {
    condition     = length(var.kms_key_arns) == 0 || (!var.use_lab_role && var.lambda_role == "")
    error_message = "kms_key_arns adds to the role that is created here, but an existing one is used (use_lab_role, lambda_role): grant that one kms:Decrypt on the keys instead."
  }
}

# ---- Failures and observability ----

variable "record_failures" {
  description = "Send events that fail every attempt to a queue, and record each as an item with status error. Without it, files lost to time-out, memory or throttling leave no item."
  type        = bool
  default     = true
  nullable    = false
}

variable "alarms" {
  description = "Create CloudWatch alarms (USD 0.10 each a month)."
  type        = bool
  default     = true
  nullable    = false
}

variable "alarm_email" {
  description = "Address that is told when an alarm goes off and when it is over; it has to confirm the subscription. Empty for none."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.alarm_email == "" || can(regex("^[^@[:space:]]+@[^@[:space:]]+\\.[^@[:space:].]+$", var.alarm_email))
    error_message = "alarm_email must be one e-mail address, for example data-team@example.com, or empty."
  }

  validation {
    condition     = var.alarm_email == "" || var.alarms
    error_message = "alarm_email is set but alarms is false, so no mail would ever be sent. Set alarms = true or leave alarm_email empty."
  }
}

variable "dashboard" {
  description = "Create a CloudWatch dashboard (three are free, then USD 3 each a month)."
  type        = bool
  default     = true
  nullable    = false
}

variable "saved_queries" {
  description = "Save insights/*.cwl as CloudWatch Logs Insights queries (free). Never on an emulator."
  type        = bool
  default     = true
  nullable    = false
}
