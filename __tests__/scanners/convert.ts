import type { StackJson } from "../helpers/stacks";
import { COMPUTE } from "./conversions/compute";
import type { Conversion } from "./conversions/conversion";
import { DATA } from "./conversions/data";
import { IDENTITY } from "./conversions/identity";
import { MESSAGES } from "./conversions/messages";
import { NETWORK } from "./conversions/network";
import { NOT_CONVERTED } from "./not-converted";
import { logicalId } from "./references";

export interface Template {
  readonly AWSTemplateFormatVersion: "2010-09-09";
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>;
}

export const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  ...DATA,
  ...NETWORK,
  ...COMPUTE,
  ...IDENTITY,
  ...MESSAGES,
};

/** A stack as the CloudFormation template that AWS's own checkers can read. */
export function convert(stack: StackJson): Template {
  const Resources: Template["Resources"] = {};
  for (const [type, resources] of Object.entries(stack.resource)) {
    const conversion = CONVERSIONS[type];
    if (conversion === undefined) {
      if (NOT_CONVERTED.includes(type)) continue;
      throw new Error(`${type} is new: say in __tests__/scanners/conversions what it is in CloudFormation`);
    }
    for (const [id, body] of Object.entries(resources)) {
      const address = `${type}.${id}`;
      Resources[logicalId(address)] = {
        Type: conversion.type,
        Properties: defined(conversion.properties(body, { stack, address })),
      };
    }
  }
  return { AWSTemplateFormatVersion: "2010-09-09", Resources };
}

function defined(properties: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
