import type { Event } from "../event";
import type { Kind, News } from "../news";
import { alarm } from "./alarm";
import { copy } from "./copy";
import { deployment } from "./deployment";
import { imageScan } from "./image-scan";
import { serviceAction } from "./service-action";
import { taskChange } from "./task-change";

const KINDS: Partial<Record<string, Kind>> = {
  // Without a prototype: "constructor" must not be found here.
  __proto__: null as never,
  "ECS Deployment State Change": deployment,
  "ECS Service Action": serviceAction,
  "ECS Task State Change": taskChange,
  "CloudWatch Alarm State Change": alarm,
  "ECR Image Scan": imageScan,
  "Backup Job State Change": copy,
  "Copy Job State Change": copy,
};

export const newsOf = (event: Event): News | undefined => KINDS[event["detail-type"]]?.(event);
