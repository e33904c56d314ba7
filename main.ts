import { resolveEnvironments } from "./environments/environment";
import { production } from "./environments/production";
import { staging } from "./environments/staging";
import { buildApp } from "./stacks/app";

const environments = resolveEnvironments([production, staging]);

buildApp(environments).synth();
