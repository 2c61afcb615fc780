/** A runtime configuration or an application, as a choice. */
export interface Named {
  id: string;
  slug: string;
  name: string;
  isDefault: boolean;
}

/** What an integration can have overrides for, and can be connected under. */
export interface Surroundings {
  runtimeConfigurations: readonly Named[];
  applications: readonly Named[];
}
