import { CIPHERTEXT } from "../../helpers/ciphertext";
import { mistakeIn, resolve } from "../change";

describe("secrets", () => {
  it("include APP_KEY", () => {
    expect(mistakeIn({ secrets: {} })).toMatchInlineSnapshot(`
     "secrets.APP_KEY
       got      nothing
       allowed  a source: without a key Laravel fails every request
       fix      Add APP_KEY: { source: "generated" }."
    `);
  });

  it("include APP_KEY by default", () => {
    expect(resolve({ secrets: undefined })).toBe("accepted");
  });

  const secrets = (count: number) => ({
    APP_KEY: { source: "generated" },
    ...Object.fromEntries(
      Array.from({ length: count }, (_each, index) => [`SECRET_${index}`, { source: "operator" }]),
    ),
  });

  it("fit into a task definition", () => {
    expect(resolve({ secrets: secrets(150) })).toBe("accepted");
    expect(mistakeIn({ secrets: secrets(400) })).toMatchInlineSnapshot(`
     "secrets
       got      401 secrets: a task definition of about 97 KiB
       allowed  as many as fit into a task definition, which has at most 64 KiB
       fix      Remove some, or store values that belong together as one secret, e.g. as JSON."
    `);
  });
});

describe("a ciphertext", () => {
  const encoded = (text: string) => Buffer.from(text).toString("base64");

  it.each(["hunter2", "correct horse battery staple\n", "パスワード"])(
    "is encrypted, and not the encoded secret itself: %j",
    (plain) => {
      const message = resolve({
        "secrets.MAIL_PASSWORD": { source: "ciphertext", ciphertext: encoded(plain) },
      });
      expect(message).toContain("test: secrets.MAIL_PASSWORD.ciphertext");
      expect(message).toContain("got      text that is encoded, but not encrypted (not shown)");
      expect(message).not.toContain(encoded(plain));
    },
  );

  it("is checked wherever there is one", () => {
    const password = { source: "ciphertext", ciphertext: encoded("hunter2") };
    const message = resolve({ "database.password": password, "database.applicationUser": { password } });
    expect(message).toContain("test: database.password.ciphertext");
    expect(message).toContain("test: database.applicationUser.password.ciphertext");
  });

  it("may be what KMS returns", () => {
    expect(resolve({ "database.password": { source: "ciphertext", ciphertext: CIPHERTEXT } })).toBe(
      "accepted",
    );
  });
});
