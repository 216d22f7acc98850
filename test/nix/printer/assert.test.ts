import { testLayouts } from "../support/layouts.js";

testLayouts([
  ["assert a; b", "assert a;", "b"],
  ["assert f §50 (g a) §50; b", "assert f §50 (g a)", "  §50;", "b"],
  ["assert §60 == §60; b", "assert", "  §60", "  == §60;", "b"],
  ["assert f { a = 1; b = 2; }; b", "assert f {", "  a = 1;", "  b = 2;", "};", "b"],
  ["assert a; assert b; c", "assert a;", "assert b;", "c"],
  ["[ (assert a; b) ]", "[", "  (", "    assert a;", "    b", "  )", "]"],
]);
