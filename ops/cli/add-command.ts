import type { Command } from "commander";

/**
 * Adds a command about one environment, with the argument and the option that all of these have.
 *
 * @param parent the program, or a command with subcommands, e.g. `database`
 */
export const addCommand = (parent: Command, name: string, description: string): Command =>
  parent
    .command(name)
    .description(description)
    .argument("<environment>", "e.g. production")
    .option("--json", "print one JSON document to standard output, and all other text to standard error");
