import { reservationOf } from "../../facts/container-variables";
import { show, showSafely } from "../messages/show";
import type { Check } from "./check";

/** Laravel would work without them, and the container differently. */
const variablesAreNotTaken: Check = ({ env, secrets }) =>
  [
    ...Object.keys(env).map((name) => ({ name, path: `env.${name}`, got: showSafely([name], env[name]) })),
    ...Object.keys(secrets).map((name) => ({ name, path: `secrets.${name}`, got: show(secrets[name]) })),
  ].flatMap(({ name, path, got }) => {
    const reservation = reservationOf(name);
    if (reservation === undefined) return undefined;
    const { owner, field } = reservation;
    return {
      path,
      got,
      allowed: `settings of Laravel; this variable is for ${owner}`,
      fix: field === undefined ? "Remove it." : `Remove it, and set ${field}.`,
    };
  });

export const reservedSettingChecks = [variablesAreNotTaken];
