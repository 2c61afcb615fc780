-- CreateEnum
CREATE TYPE "AuthorizationKind" AS ENUM ('oauth2', 'client_credentials', 'api_key', 'basic');

-- DropIndex
DROP INDEX "IntegrationVerification_integrationId_createdAt_idx";

-- AlterTable
ALTER TABLE "Integration" ADD COLUMN     "kind" "AuthorizationKind" NOT NULL DEFAULT 'oauth2';

-- AlterTable
ALTER TABLE "IntegrationSecret" ADD COLUMN     "expiresOn" DATE,
ADD COLUMN     "expiryAnnouncedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "IntegrationVerification" ADD COLUMN     "overrideId" TEXT;

-- AlterTable
ALTER TABLE "AuthorizationFlow" ADD COLUMN     "applicationId" TEXT,
ADD COLUMN     "applicationOverrideId" TEXT,
ADD COLUMN     "overrideVersions" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "runtimeConfigurationId" TEXT,
ADD COLUMN     "runtimeOverrideId" TEXT,
ADD COLUMN     "verifiesOverrideId" TEXT;

-- AlterTable
ALTER TABLE "Connection" ADD COLUMN     "applicationId" TEXT,
ADD COLUMN     "applicationOverrideId" TEXT,
ADD COLUMN     "runtimeConfigurationId" TEXT,
ADD COLUMN     "runtimeOverrideId" TEXT;

-- AlterTable
ALTER TABLE "ApiKey" ADD COLUMN     "applicationId" TEXT,
ADD COLUMN     "runtimeConfigurationId" TEXT;

-- CreateTable
CREATE TABLE "RuntimeConfiguration" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "isDefault" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RuntimeConfiguration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Application" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "isDefault" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Application_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Override" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "integrationId" TEXT NOT NULL,
    "runtimeConfigurationId" TEXT,
    "applicationId" TEXT,
    "status" "IntegrationStatus" NOT NULL DEFAULT 'draft',
    "settings" JSONB NOT NULL DEFAULT '{}',
    "clientSecretSealed" BYTEA,
    "keyId" TEXT,
    "last4" TEXT,
    "secretVersion" INTEGER NOT NULL DEFAULT 0,
    "secretSetAt" TIMESTAMPTZ(3),
    "secretSetById" TEXT,
    "secretVerifiedAt" TIMESTAMPTZ(3),
    "configVersion" INTEGER NOT NULL DEFAULT 1,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Override_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CustomOffering" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT,
    "displayName" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "latestVersion" INTEGER NOT NULL DEFAULT 1,
    "publishedVersion" INTEGER,
    "unpublishedAt" TIMESTAMPTZ(3),
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CustomOffering_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CustomOfferingVersion" (
    "offeringId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "data" JSONB NOT NULL,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CustomOfferingVersion_pkey" PRIMARY KEY ("offeringId","version")
);

-- CreateTable
CREATE TABLE "Api" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "offeringId" TEXT NOT NULL,
    "integrationId" TEXT NOT NULL,
    "documentFormat" TEXT,
    "documentVersion" TEXT,
    "documentHash" TEXT,
    "documentUrl" TEXT,
    "importedAt" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Api_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiOperation" (
    "apiId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "summary" TEXT,
    "tag" TEXT,
    "isDeprecated" BOOLEAN NOT NULL DEFAULT false,
    "parameters" JSONB NOT NULL DEFAULT '[]',
    "requestBody" JSONB,

    CONSTRAINT "ApiOperation_pkey" PRIMARY KEY ("apiId","key")
);

-- Every workspace has a production configuration and an application; what is there already belongs to them.
INSERT INTO "RuntimeConfiguration" ("id", "workspaceId", "slug", "name", "isDefault", "createdAt", "updatedAt")
SELECT 'runtime-' || substr(md5("id" || ':runtime'), 1, 26), "id", 'production', 'Production', true, "createdAt", "createdAt" FROM "Workspace";

INSERT INTO "Application" ("id", "workspaceId", "slug", "name", "isDefault", "createdAt", "updatedAt")
SELECT 'app-' || substr(md5("id" || ':application'), 1, 26), "id", 'default', 'Default application', true, "createdAt", "createdAt" FROM "Workspace";

UPDATE "Connection" c SET "runtimeConfigurationId" = r."id" FROM "RuntimeConfiguration" r WHERE r."workspaceId" = c."workspaceId";
UPDATE "ApiKey" k SET "runtimeConfigurationId" = r."id", "applicationId" = a."id"
FROM "RuntimeConfiguration" r, "Application" a WHERE r."workspaceId" = k."workspaceId" AND a."workspaceId" = k."workspaceId";

ALTER TABLE "Connection" ALTER COLUMN "runtimeConfigurationId" SET NOT NULL;
ALTER TABLE "ApiKey" ALTER COLUMN "runtimeConfigurationId" SET NOT NULL, ALTER COLUMN "applicationId" SET NOT NULL;

-- One default of each kind a workspace, and an override replaces for exactly one of the two.
CREATE UNIQUE INDEX "RuntimeConfiguration_default_key" ON "RuntimeConfiguration"("workspaceId") WHERE "isDefault";
CREATE UNIQUE INDEX "Application_default_key" ON "Application"("workspaceId") WHERE "isDefault";
ALTER TABLE "Override" ADD CONSTRAINT "Override_one_scope_check" CHECK (num_nonnulls("runtimeConfigurationId", "applicationId") = 1);

-- CreateIndex
CREATE INDEX "RuntimeConfiguration_workspaceId_createdAt_id_idx" ON "RuntimeConfiguration"("workspaceId", "createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "RuntimeConfiguration_workspaceId_slug_key" ON "RuntimeConfiguration"("workspaceId", "slug");

-- CreateIndex
CREATE INDEX "Application_workspaceId_createdAt_id_idx" ON "Application"("workspaceId", "createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Application_workspaceId_slug_key" ON "Application"("workspaceId", "slug");

-- CreateIndex
CREATE INDEX "Override_runtimeConfigurationId_idx" ON "Override"("runtimeConfigurationId");

-- CreateIndex
CREATE INDEX "Override_applicationId_idx" ON "Override"("applicationId");

-- CreateIndex
CREATE INDEX "Override_workspaceId_idx" ON "Override"("workspaceId");

-- CreateIndex
CREATE UNIQUE INDEX "Override_integrationId_runtimeConfigurationId_key" ON "Override"("integrationId", "runtimeConfigurationId");

-- CreateIndex
CREATE UNIQUE INDEX "Override_integrationId_applicationId_key" ON "Override"("integrationId", "applicationId");

-- CreateIndex
CREATE INDEX "CustomOffering_workspaceId_createdAt_id_idx" ON "CustomOffering"("workspaceId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "CustomOffering_provider_idx" ON "CustomOffering"("provider");

-- CreateIndex
CREATE INDEX "Api_workspaceId_createdAt_id_idx" ON "Api"("workspaceId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Api_integrationId_idx" ON "Api"("integrationId");

-- CreateIndex
CREATE UNIQUE INDEX "Api_workspaceId_slug_key" ON "Api"("workspaceId", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "Api_offeringId_key" ON "Api"("offeringId");

-- CreateIndex
CREATE INDEX "ApiOperation_apiId_position_idx" ON "ApiOperation"("apiId", "position");

-- CreateIndex
CREATE INDEX "Integration_offeringId_idx" ON "Integration"("offeringId");

-- CreateIndex
CREATE INDEX "IntegrationSecret_expiresOn_idx" ON "IntegrationSecret"("expiresOn");

-- CreateIndex
CREATE INDEX "IntegrationVerification_integrationId_createdAt_id_idx" ON "IntegrationVerification"("integrationId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "IntegrationVerification_overrideId_createdAt_idx" ON "IntegrationVerification"("overrideId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "IntegrationVerification_secretId_createdAt_idx" ON "IntegrationVerification"("secretId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "Connection_runtimeConfigurationId_idx" ON "Connection"("runtimeConfigurationId");

-- CreateIndex
CREATE INDEX "Connection_applicationId_idx" ON "Connection"("applicationId");

-- CreateIndex
CREATE INDEX "Connection_runtimeOverrideId_idx" ON "Connection"("runtimeOverrideId");

-- CreateIndex
CREATE INDEX "Connection_applicationOverrideId_idx" ON "Connection"("applicationOverrideId");

-- CreateIndex
CREATE INDEX "ApiKey_applicationId_idx" ON "ApiKey"("applicationId");

-- CreateIndex
CREATE INDEX "ApiKey_runtimeConfigurationId_idx" ON "ApiKey"("runtimeConfigurationId");

-- AddForeignKey
ALTER TABLE "IntegrationVerification" ADD CONSTRAINT "IntegrationVerification_overrideId_fkey" FOREIGN KEY ("overrideId") REFERENCES "Override"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RuntimeConfiguration" ADD CONSTRAINT "RuntimeConfiguration_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Application" ADD CONSTRAINT "Application_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Override" ADD CONSTRAINT "Override_integrationId_fkey" FOREIGN KEY ("integrationId") REFERENCES "Integration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Override" ADD CONSTRAINT "Override_runtimeConfigurationId_fkey" FOREIGN KEY ("runtimeConfigurationId") REFERENCES "RuntimeConfiguration"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Override" ADD CONSTRAINT "Override_applicationId_fkey" FOREIGN KEY ("applicationId") REFERENCES "Application"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CustomOffering" ADD CONSTRAINT "CustomOffering_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CustomOfferingVersion" ADD CONSTRAINT "CustomOfferingVersion_offeringId_fkey" FOREIGN KEY ("offeringId") REFERENCES "CustomOffering"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Api" ADD CONSTRAINT "Api_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Api" ADD CONSTRAINT "Api_offeringId_fkey" FOREIGN KEY ("offeringId") REFERENCES "CustomOffering"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Api" ADD CONSTRAINT "Api_integrationId_fkey" FOREIGN KEY ("integrationId") REFERENCES "Integration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiOperation" ADD CONSTRAINT "ApiOperation_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_runtimeConfigurationId_fkey" FOREIGN KEY ("runtimeConfigurationId") REFERENCES "RuntimeConfiguration"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_applicationId_fkey" FOREIGN KEY ("applicationId") REFERENCES "Application"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_runtimeOverrideId_fkey" FOREIGN KEY ("runtimeOverrideId") REFERENCES "Override"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_applicationOverrideId_fkey" FOREIGN KEY ("applicationOverrideId") REFERENCES "Override"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_applicationId_fkey" FOREIGN KEY ("applicationId") REFERENCES "Application"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_runtimeConfigurationId_fkey" FOREIGN KEY ("runtimeConfigurationId") REFERENCES "RuntimeConfiguration"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
