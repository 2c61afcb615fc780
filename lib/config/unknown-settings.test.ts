import { describe, expect, it } from "vitest";
import { findUnknownSettings } from "./unknown-settings.ts";

describe("settings that nobody knows", () => {
  it("are named, with the one that was probably meant", () => {
    expect(findUnknownSettings({ GATEWAY_KEY_PER_MINUT: "5", EGRESS_ALLOW_CIDR: "10.0.0.0/8" })).toEqual([
      { name: "EGRESS_ALLOW_CIDR", meant: "EGRESS_ALLOW_CIDRS" },
      { name: "GATEWAY_KEY_PER_MINUT", meant: "GATEWAY_KEY_PER_MINUTE" },
    ]);
  });

  it("are named without a guess where nothing is near", () => {
    expect(findUnknownSettings({ METRICS_X: "1" })).toEqual([{ name: "METRICS_X", meant: null }]);
  });

  it("are not those that exist, of other software, or of the platform", () => {
    const env = {
      ...{
        GATEWAY_KEY_PER_MINUTE: "1",
        METRICS_PORT: "2",
        PORT: "3",
        HOME: "/root",
        PATH: "/bin",
        npm_config: "",
      },
      ...{
        GATEWAY_SERVICE_HOST: "10.0.0.1",
        GATEWAY_PORT_80_TCP_ADDR: "10.0.0.1",
        SANDBOX_SERVICE_PORT: "80",
      },
      ...{ DATABASE_POOL: "5", DATA_HOME: "/x", LOG_FORMAT: "json", SESSION_MANAGER: "x" },
    };
    expect(findUnknownSettings(env)).toEqual([]);
  });
});
