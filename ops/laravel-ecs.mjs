#!/usr/bin/env node
/** `npx laravel-ecs <command>`: the operator's commands, from any folder. */
import "tsx";
await import("./main.ts");
