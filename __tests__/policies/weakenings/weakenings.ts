import { ACCESS } from "./access";
import { CACHES } from "./cache";
import { CONTAINERS } from "./containers";
import { DATABASE_AND_SECRETS } from "./database";
import { HOSTS } from "./hosts";
import { MESSAGES } from "./messages";
import { NETWORK } from "./network";
import { ORDER } from "./order";
import { SERVICES } from "./services";
import { STORAGE } from "./storage";

export const WEAKENINGS = [
  ...DATABASE_AND_SECRETS,
  ...CACHES,
  ...STORAGE,
  ...NETWORK,
  ...HOSTS,
  ...ACCESS,
  ...CONTAINERS,
  ...SERVICES,
  ...MESSAGES,
  ...ORDER,
];
