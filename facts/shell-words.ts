/** A command line of the AWS CLI for one region, quoted for bash and zsh. */
export const awsLine = ({ region }: { readonly region: string }, ...words: readonly string[]) =>
  inShell(["aws", ...words, "--region", region]);

/**
 * Words as one command line for bash and zsh, each quoted where a shell would change it. zsh refuses an unquoted `[]`, and
 * replaces a word that begins with `=`.
 */
export const inShell = (words: readonly string[]) => words.map(quoted).join(" ");

const quoted = (word: string) =>
  /^[\w@%+:,./-][\w@%+:,./=-]*$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
