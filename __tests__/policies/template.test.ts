import { codeIn, textsIn } from "../../policies/template";

it.each([
  ["nothing but text", "a $b {c} 100%", ["a $b {c} 100%"]],
  ["escaped beginnings", "$${a} %%{b} $$${c}", ["${a} %{b} $${c}"]],
  ["a reference", "a ${x.y} b", ["a \n b"]],
  ["a directive", "a %{ if x }b%{ endif }", ["a \nb\n"]],
  ["text in a function", '${f("a", { b = "c" })} d', ["\n d", "a", "c"]],
  ["a template in a function", '${f("a ${g("b")} c")}', ["\n", "a \n c", "b"]],
  ["quotes, braces and backslashes in text", '${f("a \\" } \\\\")}b', ["\nb", "a \n } \n"]],
  ["what is never closed", '${f("a', ["\n", "a"]],
])("textsIn finds %s", (_, template, texts) => {
  expect(textsIn(template)).toEqual(texts);
});

it.each([
  ["nothing in text", "a $${x.y} b", ""],
  ["a reference", "a ${x.y} b", "x.y"],
  ["what is around a text", '${f("x.y", z.a)}', "f( , z.a)"],
  ["a template in a text", '${f("a ${x.y} c")}', "f(x.y )"],
])("codeIn finds %s", (_, template, code) => {
  expect(codeIn(template).replace(/\s+/g, " ").trim()).toBe(code);
});
