import { code, fit } from "../../../lambda/deploy-notifier/text";

describe("fit", () => {
  it("lets no text mention a user or contain a link", () => {
    expect(fit("<!channel> & <http://evil.example|click>", 100)).toBe(
      "&lt;!channel&gt; &amp; &lt;http://evil.example|click&gt;",
    );
  });

  it("never cuts a character or an escape in two", () => {
    expect(fit("ab&&", 10)).toBe("ab&amp;…");
    expect(fit("ab😀😀", 5)).toBe("ab😀…");
    expect(fit("abc", 3)).toBe("abc");
  });

  it("removes invisible characters and lone surrogates", () => {
    expect(fit("a\u0000b\u202ec\ud800", 10)).toBe("abc\ufffd");
  });

  it.each([
    ["DB_PASSWORD=hunter2 next", "DB_PASSWORD=[hidden] next"],
    [`{"api_key": "hunter2"}`, `{"api_key": [hidden]}`],
    ["'secret' => 'hunter2'", "'secret' =&gt; [hidden]"],
    ["mysql://laravel:hunter2@db/x", "mysql://laravel:[hidden]@db/x"],
    ["Authorization: Bearer hunter2", "Authorization: Bearer [hidden]"],
    ["POST https://hooks.slack.com/services/T/B/x", "POST https://[hidden]"],
    ["APP_KEY is base64:aaaaaaaaaaaaaaaaaaaaaaaaaaa=", "APP_KEY is [hidden]"],
    ["AKIAIOSFODNN7EXAMPLE", "[hidden]"],
  ])("hides what looks like a secret: %s", (text, shown) => {
    expect(fit(text, 100)).toBe(shown);
  });
});

const events = (...messages: string[]) => messages.map((message) => ({ message }));

describe("code", () => {
  it("keeps the last lines that fit", () => {
    expect(code(events("one", "two", "three"), 20)).toBe("```\ntwo\nthree\n```");
  });

  it("cannot be closed by a line", () => {
    expect(code(events("```<!channel>"), 100)).toBe("```\n'''&lt;!channel&gt;\n```");
  });

  it.each(["``\u200b`", "`\u0000``", "`\u202e`\u2066`", "\u001b[1m``\u001b[0m`", "``\u00ad````"])(
    "cannot be closed by backticks with something invisible between them: %j",
    (message) => {
      expect(code(events(`${message} *bold* https://evil.example`), 200).split("```")).toHaveLength(3);
    },
  );
});
