# The generated module of a container, without the condition that is around all of the container: what
# the empty host says of it is no answer.
{
  # The generated module, a path.
  module,
  # The option that holds the containers: a list of names.
  option,
  # The name of the container.
  name,
}:
let
  content = import module;

  path = option ++ [ name ];

  # The attribute set with one value in it changed, if it is there.
  change =
    names: f: set:
    let
      first = builtins.head names;
    in
    if names == [ ] then
      f set
    else if builtins.isAttrs set && set ? ${first} then
      set // { ${first} = change (builtins.tail names) f set.${first}; }
    else
      set;

  typeOf = value: if builtins.isAttrs value then value._type or "" else "";

  isConditional =
    value:
    if typeOf value == "merge" then
      builtins.all isConditional value.contents
    else
      typeOf value == "if" || (typeOf value == "override" && isConditional value.content);

  # Of parts that all have a condition, the first is there; the others may exclude it.
  present =
    value:
    if typeOf value == "if" then
      present value.content
    else if typeOf value == "override" || typeOf value == "order" then
      value // { content = present value.content; }
    else if typeOf value == "merge" && value.contents != [ ] && isConditional value then
      value
      // {
        contents = [ (present (builtins.head value.contents)) ] ++ builtins.tail value.contents;
      }
    else
      value;

  changed = change path present;
in
{
  _file = toString module;
  imports = [
    (
      if builtins.isFunction content then
        {
          # As lib.setFunctionArgs has it.
          __functor = _self: given: changed (content given);
          __functionArgs = builtins.functionArgs content;
        }
      else
        changed content
    )
  ];
}
