import { text } from "../../policies/values";

describe("text", () => {
  it.each([
    ["a $b 100%", "a $b 100%"],
    ["$${a} %%{b} $$${{", "${a} %{b} $${{"],
  ])("is known of %j, as Terraform reads it", (value, known) => {
    expect(text(value)).toBe(known);
  });

  it.each(["a ${b}", "%{ if b }", "$${a} ${b}", 1, undefined])("is not known of %j", (value) => {
    expect(text(value)).toBeUndefined();
  });
});
