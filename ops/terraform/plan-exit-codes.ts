/** The exit codes of `terraform plan -detailed-exitcode`. */
export const NOTHING_CHANGES = 0;
export const SOMETHING_CHANGES = 2;
