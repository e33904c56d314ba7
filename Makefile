# The everyday commands. `make` lists them.

.DEFAULT_GOAL := help
.PHONY: help up push down test types lint golden

# One process, so that Ctrl-C reaches it directly.
TYPESCRIPT := node --import tsx

# The AWS SDK prints at every start which Node.js it will require next year.
export AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED := true

help: ## show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

up: node_modules/.package-lock.json ## deploy the production environment to the embedded AWS on this machine
	@$(TYPESCRIPT) local/up.ts

push: node_modules/.package-lock.json ## build the images of APP (default: the example) and push them as TAG
	@$(TYPESCRIPT) local/push.ts $(TAG) $(if $(APP),--app '$(APP)')

down: node_modules/.package-lock.json ## stop the embedded AWS and delete its resources
	@$(TYPESCRIPT) local/down.ts

test: node_modules/.package-lock.json ## run every check: types, lint, unit, terraform, end to end, images
	@$(TYPESCRIPT) local/test.ts

types: node_modules/.package-lock.json ## check the types
	@npm run --silent types

lint: node_modules/.package-lock.json ## fix the lint errors and the format of the code
	@npm run --silent lint

golden: node_modules/.package-lock.json ## update the golden files; review their diff
	@npm run --silent golden

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund
	@touch $@
