import { testLayouts } from "../support/layouts.js";

testLayouts([
  ["with a; b", "with a; b"],
  ["with a; [ b c ]", "with a;", "[", "  b", "  c", "]"],
  [
    "{ a = with b; [ c d ]; e = with f; g; }",
    "{",
    "  a = with b; [",
    "    c",
    "    d",
    "  ];",
    "  e = with f; g;",
    "}",
  ],
  ["f (with a; [ b ])", "f (with a; [ b ])"],
  ["with f §50 §50; b", "with f §50 §50;", "b"],
  ["with { a = 1; b = 2; }; a", "with {", "  a = 1;", "  b = 2;", "};", "a"],
  ["with a; with b; c", "with a; with b; c"],
]);
