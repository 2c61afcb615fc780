/** A document that describes the practice provider: its API, and its endpoints as the security scheme. */
export function practiceDocument(origin: string, paths: object = practicePaths): Record<string, unknown> {
  return {
    openapi: "3.0.3",
    info: { title: "Practice files", version: "1.0", description: "Files of made-up people." },
    servers: [{ url: `${origin}/api` }],
    paths,
    components: {
      securitySchemes: {
        signIn: {
          type: "oauth2",
          flows: {
            authorizationCode: {
              authorizationUrl: `${origin}/authorize`,
              tokenUrl: `${origin}/token`,
              scopes: {
                profile: "Name and picture",
                offline_access: "A refresh token",
                "files:read": "List and download files",
              },
            },
          },
        },
      },
    },
  };
}

export const practicePaths = {
  "/me": { get: { summary: "Who am I", tags: ["Account"] } },
  "/files": { get: { summary: "List files", tags: ["Files"] } },
  "/files/{id}/content": {
    get: {
      summary: "Download a file",
      tags: ["Files"],
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
    },
  },
  "/echo": {
    get: {
      summary: "Echo a request",
      tags: ["Echo"],
      parameters: [
        { name: "word", in: "query", required: true, schema: { type: "string", example: "hello" } },
        { name: "X-Colour", in: "header", schema: { type: "string", enum: ["red", "blue"] } },
      ],
    },
    post: {
      summary: "Echo a body",
      tags: ["Echo"],
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: { type: "object", properties: { name: { type: "string", example: "Ada" } } },
          },
        },
      },
    },
  },
} as const;
