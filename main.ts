import { resolveEnvironments } from "./config/resolve-environments";
import { ENVIRONMENTS } from "./environments/environments";
import { enforcePolicies } from "./policies/enforce";
import { lockedIn, writeLockFiles } from "./ops/terraform/lock-file";
import { warnOfPins } from "./policies/pins";
import { buildApp } from "./stacks/app";

const app = buildApp(resolveEnvironments(ENVIRONMENTS));
enforcePolicies(app);
warnOfPins(app);
app.synth();
writeLockFiles(app.outdir, lockedIn(__dirname));
