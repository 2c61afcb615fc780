/** Some providers refuse or throttle requests that do not say who asks. */
export const userAgent = "Mooring/0.1";
