import { startDeployment } from "./bench-deployment.ts";
import { runLoad } from "./bench-load.ts";
import { startProcess } from "./processes.ts";
import { cpuMs, residentMb } from "./process-usage.ts";
const up = startProcess("lib/testing/bench-upstream.ts");
const o = `http://127.0.0.1:${(await up.line(/^port \d+$/)).slice(5)}`;
const d = await startDeployment(o, process.argv[2] ? { NODE_OPTIONS: process.argv[2] } : {});
const show = (what: string) => process.stdout.write(`${what} ${residentMb(d.gatewayPid).toFixed(0)} MB\n`);
show("start");
for (let i = 0; i < 4; i++) {
  const a = cpuMs(d.gatewayPid);
  const r = await runLoad({ url: `${d.base}/user`, connections: 32, headers: d.headers, amount: { requests: 10000 } });
  show(`10k node ${((cpuMs(d.gatewayPid) - a) / r.requests).toFixed(3)}`);
}
await runLoad({ url: `${d.base}/download`, connections: 4, headers: d.headers, amount: { seconds: 3 } });
show("downloads");
await d.stop(); up.child.kill(); await up.ended;
