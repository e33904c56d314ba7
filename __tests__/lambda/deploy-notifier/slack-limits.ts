/** Fails if a message exceeds a limit of Slack, mentions a user or has a link to another host. */
export function expectSlackToTake({
  text,
  blocks = [],
}: {
  text: string;
  blocks?: Record<string, unknown>[];
}): void {
  expect(blocks.length).toBeLessThanOrEqual(50);
  const all = JSON.stringify(blocks);
  for (const block of blocks as { type: string; text?: { text: string }; fields?: { text: string }[] }[]) {
    expect(block.text?.text.length ?? 1).toBeLessThanOrEqual(block.type === "header" ? 150 : 3_000);
    expect(block.fields?.length ?? 1).toBeLessThanOrEqual(10);
    for (const field of block.fields ?? []) expect(field.text.length).toBeLessThanOrEqual(2_000);
  }
  // Slack makes links and mentions of the plain text of any other markup.
  expect(count(all, '"verbatim":true')).toBe(count(all, '"type":"mrkdwn"'));
  expect(text.length).toBeLessThanOrEqual(4_000);
  expect(`${text}${all}`).not.toMatch(
    /<!(?!date\^)|<@|<#|<(?!!date|https:\/\/ap-northeast-1\.console\.aws\.amazon\.com\/)/,
  );
}

const count = (text: string, part: string) => text.split(part).length - 1;
