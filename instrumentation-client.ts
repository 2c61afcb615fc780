import { config } from "zod";

// Before the first schema is made in a browser: zod would try out `new Function`, which our policy forbids and reports (S-05).
config({ jitless: true });
