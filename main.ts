import { resolveEnvironments } from "./environments/environment";
import { production } from "./environments/production";
import { staging } from "./environments/staging";
import { enforcePolicies } from "./policies/enforce";
import { buildApp } from "./stacks/app";

const environments = resolveEnvironments([production, staging]);

const app = buildApp(environments);
enforcePolicies(app);
app.synth();
