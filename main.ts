import { resolveEnvironments } from "./environments/environment";
import { ENVIRONMENTS } from "./environments/environments";
import { enforcePolicies } from "./policies/enforce";
import { buildApp } from "./stacks/app";

const app = buildApp(resolveEnvironments(ENVIRONMENTS));
enforcePolicies(app);
app.synth();
