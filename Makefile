# The front door. `make` alone lists the targets. Needs node, npm, make and a POSIX shell; what is for LocalStack or
# AWS needs docker or terraform besides, and says so.

ENV ?= local
ROWS ?= 100000
KIND ?= mixed
OUT ?= generated.csv
PORT ?= 4566
UI_PORT ?= 4580
MB ?= 125
ROUNDS ?= 5
SIZES ?= 100,1000
MINUTES ?= 1
DATA_DIR ?= .local-aws/data
QUERY ?= errors
TERRAFORM ?= terraform

# POSIX shells have an ENV of their own, the path of a start-up file: that one is not meant.
ifneq (,$(findstring /,$(ENV)))
override ENV := local
endif

# To make, AS is the assembler unless it is stated.
ifeq ($(origin AS),default)
AS :=
endif

# Recipes read these as shell variables, so that no character in a file's name can be a command: to the shell, and to
# make, which would take a $ for the beginning of one of its own.
STATED := PREFIX WHICH FILE NAME QUERY OUT DATA_DIR AS META SINCE
$(foreach name,$(STATED),$(eval override $(name) := $$(value $(name))))
export $(STATED) ENV ENDPOINT TERRAFORM

.DEFAULT_GOAL := help
.PHONY: help demo ui test bench start-up stream-memory fuzz check audit fix build profile convert upload status summary logs redrive reconcile faults load hostile generate \
	local-up local-down local-status localstack-up localstack-down plan deploy destroy insights doctor e2e

# One thread beside the program's own for V8's compilers and collectors: four get into its way, up to a tenth of the time on two cores.
CLI := node --v8-pool-size=1 dist/csvprofile.mjs
SOURCES := $(shell find lambda scripts -type f -name '*.ts')

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 } /^## / { printf "\n%s\n", substr($$0, 4) }' $(MAKEFILE_LIST)
	@printf '\nENV chooses the pipeline: local (default), localstack, learner-lab, aws. Example: make status ENV=aws\n'

## Start here

demo: dist/csvprofile.mjs ## Send all sample files through the whole pipeline on this machine
	@npx --no-install tsx scripts/demo.ts

profile: dist/csvprofile.mjs ## Profile one file here, without the pipeline: FILE=data.csv
	@test -n "$$FILE" || { echo "Which file? make profile FILE=sample-data/sales_data.csv" >&2; exit 2; }
	@$(CLI) profile "$$FILE"

convert: dist/csvprofile.mjs ## Print one file as plain RFC 4180 CSV: FILE=data.csv
	@test -n "$$FILE" || { echo "Which file? make convert FILE=sample-data/pipe_separated.txt" >&2; exit 2; }
	@$(CLI) convert "$$FILE"

ui: dist/csvprofile.mjs ## Look at the files in a browser, drop new ones in, read their reports: [UI_PORT=4580] [OPEN=1]
	@if [ "$(ENV)" = local ] && [ -z "$$AWS_ENDPOINT_URL" ]; then $(CLI) local up --detach --port $(PORT) --data-dir "$$DATA_DIR"; fi
	@$(CLI) ui --env $(ENV) --port $(UI_PORT) $(if $(OPEN),--open)

## The pipeline

upload: dist/csvprofile.mjs ## Send a file through it and show the result: FILE=data.csv [AS=name, or folder/] [META=csv-delimiter=tab,csv-header=false]
	@test -n "$$FILE" || { echo "Which file? make upload FILE=sample-data/sales_data.csv" >&2; exit 2; }
	@$(CLI) upload --env $(ENV) --wait $${AS:+--as "$$AS"} $${META:+--meta "$$META"} -- "$$FILE"

status: dist/csvprofile.mjs ## List uploaded files and how they ended: [NAME=data.csv]
	@$(CLI) status --env $(ENV) $${NAME:+-- "$$NAME"}

summary: dist/csvprofile.mjs ## Print the stored summary of a file: NAME=data.csv
	@test -n "$$NAME" || { echo "Of which file? make summary NAME=sales_data.csv (make status lists them)" >&2; exit 2; }
	@$(CLI) summary --env $(ENV) -- "$$NAME"

logs: dist/csvprofile.mjs ## Print the function's log: [SINCE=1h]
	@$(CLI) logs --env $(ENV) $${SINCE:+--since "$$SINCE"}

insights: dist/csvprofile.mjs ## Answer a question from the log: QUERY=errors (csvprofile insights --list)
	@$(CLI) insights --env $(ENV) $${SINCE:+--since "$$SINCE"} -- "$$QUERY"

doctor: dist/csvprofile.mjs ## Say what is missing on this machine, and what to do about it
	@$(CLI) doctor --env $(ENV)

redrive: dist/csvprofile.mjs ## Profile again what failed, the newest content of each: [PREFIX=2026/] [WHICH=failed|errors|all] [DRY=1]
	@$(CLI) redrive --env $(ENV) $${WHICH:+--which "$$WHICH"} $(if $(DRY),--dry-run) -- "$$PREFIX"

reconcile: dist/csvprofile.mjs ## Compare the bucket with the table, and repair on request: [FIX=1]
	@$(CLI) reconcile --env $(ENV) $(if $(FIX),--fix)

## On this machine

local-up: dist/csvprofile.mjs ## Start the embedded stack in the background: [PORT=4566] [DATA_DIR=.local-aws/data]
	@$(CLI) local up --detach --port $(PORT) --data-dir "$$DATA_DIR"

local-down: dist/csvprofile.mjs ## Stop it; its data stays
	@$(CLI) local down

local-status: dist/csvprofile.mjs ## Say whether it runs
	@$(CLI) local status

## LocalStack and AWS

IN_TERRAFORM = $(TERRAFORM) -chdir=terraform
VAR_FILE = environments/$(ENV).tfvars
# A workspace for each environment: deploying one must never take another's resources for its own.
define terraform_ready
	@test "$(ENV)" != local || { echo "ENV=local is the embedded stack, nothing is deployed there: make local-up. Else ENV=localstack, learner-lab or aws." >&2; exit 2; }
	@test -f "terraform/$(VAR_FILE)" || { echo "There is no terraform/$(VAR_FILE): ENV is localstack, learner-lab or aws." >&2; exit 2; }
	@test "$(ENV)" = localstack || test -z "$$AWS_ENDPOINT_URL" || { echo "ENV=$(ENV) is AWS itself, but AWS_ENDPOINT_URL is set ($$AWS_ENDPOINT_URL): unset it." >&2; exit 2; }
	@command -v $(TERRAFORM) >/dev/null || { echo "terraform is not installed: https://developer.hashicorp.com/terraform/install" >&2; exit 2; }
	@test -f dist/lambda.zip || npm run --silent build >/dev/null
	@$(IN_TERRAFORM) init -input=false >/dev/null
	@$(IN_TERRAFORM) workspace select -or-create=true $(ENV) >/dev/null
endef

ifeq ($(ENV),localstack)
export AWS_ENDPOINT_URL ?= http://localhost:4566
# S3 Control is asked at <account id>.<host>. Every name below this host leads to 127.0.0.1.
on_this_machine = $(patsubst http://$(1):%,http://localhost.localstack.cloud:%,$(2))
export AWS_ENDPOINT_URL_S3_CONTROL ?= $(call on_this_machine,localhost,$(call on_this_machine,127.0.0.1,$(AWS_ENDPOINT_URL)))
APPROVE = -auto-approve
endif

plan: dist/csvprofile.mjs ## Show what a deployment would change: ENV=aws
	$(terraform_ready)
	@$(IN_TERRAFORM) plan -input=false -var-file=$(VAR_FILE)

deploy: dist/csvprofile.mjs ## Deploy, after your yes: ENV=localstack, learner-lab or aws
	$(terraform_ready)
	@$(IN_TERRAFORM) apply -var-file=$(VAR_FILE) $(APPROVE)
	@echo "Next: make upload ENV=$(ENV) FILE=sample-data/sales_data.csv" >&2

# Terraform would take the bucket's protection away, and only then find that it may not remove the bucket.
destroy: dist/csvprofile.mjs ## Remove a deployment, after your yes: ENV=aws
	$(terraform_ready)
	@test "$$($(IN_TERRAFORM) output -raw protect_data 2>/dev/null)" != true || { printf '%s\n' "The data of ENV=$(ENV) is protected: nothing was removed. To remove uploads, results and items as well, lift that first:" "  $(IN_TERRAFORM) apply -var-file=$(VAR_FILE) -var protect_data=false" "then: make destroy ENV=$(ENV)" >&2; exit 2; }
	@$(IN_TERRAFORM) destroy -var-file=$(VAR_FILE) $(APPROVE)

localstack-up: dist/csvprofile.mjs ## Start LocalStack and deploy to it
	@command -v docker >/dev/null || { echo "docker is not installed; without it: make local-up" >&2; exit 2; }
	@docker compose up --detach --wait || { echo "LocalStack did not start: make doctor ENV=localstack says what is missing; without Docker: make local-up" >&2; exit 2; }
	@$(MAKE) --no-print-directory deploy ENV=localstack

localstack-down: ## Stop LocalStack; what was deployed to it is gone
	@docker compose --profile '*' down --volumes

## Development

build: node_modules/.package-lock.json ## Build the function and the command line into dist/
	@npm run --silent build

test: dist/csvprofile.mjs ## Run all tests: no Docker, no network
	@unset AWS_ENDPOINT_URL E2E_ENV; npm run --silent test

bench: node_modules/.package-lock.json ## Measure the engine beside others, write tests/bench/RESULTS.md: [MB=125] [ROUNDS=5]
	@mkdir -p dist && MB=$(MB) ROUNDS=$(ROUNDS) npx --no-install tsx tests/bench/throughput.ts

start-up: node_modules/.package-lock.json ## Measure import and small files, write tests/bench/START-UP.md: [ROUNDS=20]
	@ROUNDS=$(if $(filter command line,$(origin ROUNDS)),$(ROUNDS),20) npx --no-install tsx tests/bench/start-up.ts

stream-memory: node_modules/.package-lock.json ## Measure memory while long texts stream through: [SIZES=100,1000] in MB
	@SIZES=$(SIZES) npx --no-install tsx tests/bench/stream-memory.ts

fuzz: node_modules/.package-lock.json ## Look for texts on which kernel and reference differ: [MINUTES=1]
	@MINUTES=$(MINUTES) npx --no-install tsx tests/engine/fuzz.ts

check: node_modules/.package-lock.json ## Lint, types, unused code, terraform format
	@npm run --silent check
	@if command -v terraform >/dev/null; then terraform fmt -check -recursive terraform; fi

audit: node_modules/.package-lock.json ## Ask the registry for known weaknesses of the packages, and for their signatures
	@npm audit --audit-level=moderate
	@npm audit signatures

fix: node_modules/.package-lock.json ## Format, and repair what can be repaired
	@npm run --silent fix

e2e: dist/csvprofile.mjs ## End-to-end tests on what ENV or AWS_ENDPOINT_URL names: [ENDPOINT=embedded|localstack|ministack]
	@npx --no-install tsx scripts/e2e.ts

faults: dist/csvprofile.mjs ## 2,000 uploads under every fault there is, each object checked: [SEED=1] [UPLOADS=2000]
	@npx --no-install tsx tests/bench/faults.ts $(if $(SEED),--seed $(SEED)) $(if $(UPLOADS),--uploads $(UPLOADS))

load: dist/csvprofile.mjs ## Bursts of 10,000 small and 200 large objects: time, queue, cost
	@npx --no-install tsx tests/bench/load.ts

hostile: dist/csvprofile.mjs ## A million generated hostile inputs: [SEED=1] [INPUTS=1000000]
	@node --single-threaded-gc --import tsx tests/bench/hostile.ts $(if $(SEED),--seed $(SEED)) $(if $(INPUTS),--inputs $(INPUTS))

generate: node_modules/.package-lock.json ## Write a large CSV: ROWS=100000 [COLUMNS=] [KIND=mixed|ints|decimals|text|dates|distinct|wide] [OUT=generated.csv]
	@npx --no-install tsx scripts/generate.ts --rows $(ROWS) --kind $(KIND) --out "$$OUT" $(if $(COLUMNS),--columns $(COLUMNS))

dist/csvprofile.mjs: node_modules/.package-lock.json package.json $(SOURCES)
	@npm run --silent build >/dev/null
	@touch $@

# npm writes this file at the end of an installation: it is the stamp.
node_modules/.package-lock.json: package-lock.json
	@echo "Installing packages …" >&2
	@npm ci --loglevel=error >&2
	@touch $@
