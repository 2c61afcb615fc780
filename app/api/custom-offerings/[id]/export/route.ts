import { customOfferingParams, offeringExportSchema } from "#lib/custom-offerings/contract.ts";
import { getOfferingExport } from "#lib/custom-offerings/get-custom-offering.ts";
import { head } from "#lib/http/declaration.ts";
import { route, withHeaders } from "#lib/http/route.ts";

export const GET = route({
  access: "platform:manage",
  summary: "Export an offering, built-in or custom, as JSON",
  description: "A download in the shape that an import takes: a custom offering's newest version.",
  input: { params: customOfferingParams },
  output: offeringExportSchema,
  run: async (ctx, { params }) => {
    const data = await getOfferingExport(ctx, params);
    return withHeaders(data, {
      "content-disposition": `attachment; filename="${data.provider}-offering.json"`,
    });
  },
});

export const HEAD = head(GET);
