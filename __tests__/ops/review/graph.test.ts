import { constructOf } from "../../../ops/review/graph";

it.each([
  ["database_instance_D7FC2283", "database"],
  ["hosts_security-group_to-database_0EAC0587", "hosts"],
  ["key_F64E54E4", "key"],
  ["secret-APP_KEY_parameter_C26160C1", "secret-APP_KEY"],
  ["secret-A_DEADBEEF_parameter_C26160C1", "secret-A_DEADBEEF"],
])("the diagram shows %s as a part of %s", (name, construct) => {
  expect(constructOf(name)).toBe(construct);
});
