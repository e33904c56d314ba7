# The commands of every day. `make` alone lists them.

.DEFAULT_GOAL := help
.PHONY: help up down test types lint golden

# One process, so that Ctrl-C reaches it and nothing in between.
TYPESCRIPT := node --import tsx

# The AWS SDK says on every start which Node.js it will want next year.
export AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED := true

help: ## show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

up: node_modules/.package-lock.json ## deploy production to an AWS on this machine, for a look and a try
	@$(TYPESCRIPT) local/up.ts

down: node_modules/.package-lock.json ## stop that AWS, and forget what it held
	@$(TYPESCRIPT) local/down.ts

test: node_modules/.package-lock.json ## run every check: types, lint, unit, terraform, end to end, images
	@$(TYPESCRIPT) local/test.ts

types: node_modules/.package-lock.json ## check the types
	@npm run --silent types

lint: node_modules/.package-lock.json ## put the code into shape
	@npm run --silent lint

golden: node_modules/.package-lock.json ## write the golden files anew, to be reviewed as a diff
	@npm run --silent golden

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund
	@touch $@
