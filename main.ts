import { resolveEnvironments } from "./environments/environment";
import { ENVIRONMENTS } from "./environments/environments";
import { enforcePolicies } from "./policies/enforce";
import { warnOfPins } from "./policies/pins";
import { buildApp } from "./stacks/app";

const app = buildApp(resolveEnvironments(ENVIRONMENTS));
enforcePolicies(app);
warnOfPins(app);
app.synth();
