-- CreateEnum
CREATE TYPE "CredentialSource" AS ENUM ('own', 'deployment');

-- AlterTable
ALTER TABLE "Integration" ADD COLUMN     "credentialSource" "CredentialSource" NOT NULL DEFAULT 'own',
ADD COLUMN     "oauthCredentialId" TEXT;

-- CreateTable
CREATE TABLE "DeploymentKey" (
    "id" TEXT NOT NULL,
    "kekId" TEXT NOT NULL,
    "dataKeySealed" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retiredAt" TIMESTAMPTZ(3),

    CONSTRAINT "DeploymentKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OAuthCredential" (
    "id" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "clientSecretSealed" BYTEA NOT NULL,
    "keyId" TEXT NOT NULL,
    "last4" TEXT NOT NULL,
    "clientAuthentication" "ClientAuthentication",
    "authorizeUrl" TEXT NOT NULL,
    "tokenUrl" TEXT NOT NULL,
    "scopes" TEXT[],
    "configVersion" INTEGER NOT NULL DEFAULT 1,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OAuthCredential_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "DeploymentKey_createdAt_idx" ON "DeploymentKey"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "OAuthCredential_domain_key" ON "OAuthCredential"("domain");

-- CreateIndex
CREATE INDEX "Integration_oauthCredentialId_idx" ON "Integration"("oauthCredentialId");

-- AddForeignKey
ALTER TABLE "Integration" ADD CONSTRAINT "Integration_oauthCredentialId_fkey" FOREIGN KEY ("oauthCredentialId") REFERENCES "OAuthCredential"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- An integration names the deployment's client exactly when it uses it.
ALTER TABLE "Integration" ADD CONSTRAINT "Integration_credentialSource_check" CHECK (("credentialSource" = 'deployment') = ("oauthCredentialId" IS NOT NULL));
