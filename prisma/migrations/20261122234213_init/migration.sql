-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "PlatformRole" AS ENUM ('none', 'admin');

-- CreateEnum
CREATE TYPE "WorkspaceRole" AS ENUM ('owner', 'admin', 'member');

-- CreateEnum
CREATE TYPE "IntegrationStatus" AS ENUM ('draft', 'configured');

-- CreateEnum
CREATE TYPE "ClientAuthentication" AS ENUM ('client_secret_post', 'client_secret_basic', 'client_secret_basic_raw', 'none');

-- CreateEnum
CREATE TYPE "ConnectionMode" AS ENUM ('per_user', 'shared');

-- CreateEnum
CREATE TYPE "SecretState" AS ENUM ('pending', 'active', 'previous');

-- CreateEnum
CREATE TYPE "Verdict" AS ENUM ('verified', 'rejected', 'inconclusive');

-- CreateEnum
CREATE TYPE "VerificationMethod" AS ENUM ('client_check', 'sign_in');

-- CreateEnum
CREATE TYPE "FlowPurpose" AS ENUM ('connect', 'reconnect', 'verify');

-- CreateEnum
CREATE TYPE "FlowStatus" AS ENUM ('pending', 'exchanging', 'succeeded', 'failed');

-- CreateEnum
CREATE TYPE "ConnectionStatus" AS ENUM ('active', 'degraded', 'needs_reauth', 'suspended', 'revoked');

-- CreateEnum
CREATE TYPE "RevocationStatus" AS ENUM ('pending', 'revoked', 'unavailable', 'failed');

-- CreateTable
CREATE TABLE "Deployment" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "setupCodeHash" BYTEA,
    "setupCompletedAt" TIMESTAMPTZ(3),
    "keyCheckSealed" BYTEA,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Deployment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT,
    "passwordChangedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "platformRole" "PlatformRole" NOT NULL DEFAULT 'none',
    "disabledAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "workspaceId" TEXT,
    "ip" TEXT,
    "userAgent" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Workspace" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "workspaceId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "role" "WorkspaceRole" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("workspaceId","userId")
);

-- CreateTable
CREATE TABLE "WorkspaceKey" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "kekId" TEXT NOT NULL,
    "dataKeySealed" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retiredAt" TIMESTAMPTZ(3),

    CONSTRAINT "WorkspaceKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Integration" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "offeringId" TEXT NOT NULL,
    "status" "IntegrationStatus" NOT NULL DEFAULT 'draft',
    "clientId" TEXT NOT NULL DEFAULT '',
    "clientAuthentication" "ClientAuthentication" NOT NULL DEFAULT 'client_secret_post',
    "scopes" TEXT[],
    "variables" JSONB NOT NULL DEFAULT '{}',
    "connectionMode" "ConnectionMode" NOT NULL DEFAULT 'per_user',
    "requestRefreshToken" BOOLEAN NOT NULL DEFAULT true,
    "prompt" TEXT,
    "callbackPath" TEXT NOT NULL,
    "integrationKey" TEXT NOT NULL,
    "configVersion" INTEGER NOT NULL DEFAULT 1,
    "disabledAt" TIMESTAMPTZ(3),
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Integration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IntegrationSecret" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "integrationId" TEXT NOT NULL,
    "state" "SecretState" NOT NULL,
    "clientSecretSealed" BYTEA,
    "keyId" TEXT NOT NULL,
    "last4" TEXT NOT NULL,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "verifiedAt" TIMESTAMPTZ(3),
    "keptUntil" TIMESTAMPTZ(3),

    CONSTRAINT "IntegrationSecret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IntegrationVerification" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "integrationId" TEXT NOT NULL,
    "secretId" TEXT,
    "configVersion" INTEGER NOT NULL,
    "method" "VerificationMethod" NOT NULL,
    "verdict" "Verdict" NOT NULL,
    "cause" TEXT NOT NULL,
    "observed" JSONB NOT NULL DEFAULT '{}',
    "actorId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IntegrationVerification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuthorizationFlow" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "integrationId" TEXT NOT NULL,
    "configVersion" INTEGER NOT NULL,
    "purpose" "FlowPurpose" NOT NULL,
    "status" "FlowStatus" NOT NULL DEFAULT 'pending',
    "stateHash" BYTEA NOT NULL,
    "cookieHash" BYTEA NOT NULL,
    "handle" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "isShared" BOOLEAN NOT NULL DEFAULT false,
    "connectionId" TEXT,
    "allowSwitch" BOOLEAN NOT NULL DEFAULT false,
    "redirectUri" TEXT NOT NULL,
    "codeVerifierSealed" BYTEA NOT NULL,
    "keyId" TEXT NOT NULL,
    "scopes" TEXT[],
    "returnPath" TEXT NOT NULL,
    "failureCode" TEXT,
    "failureDetail" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "consumedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AuthorizationFlow_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Connection" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "integrationId" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "isShared" BOOLEAN NOT NULL DEFAULT false,
    "status" "ConnectionStatus" NOT NULL DEFAULT 'active',
    "statusCause" TEXT,
    "statusChangedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retryAt" TIMESTAMPTZ(3),
    "failureCount" INTEGER NOT NULL DEFAULT 0,
    "accountId" TEXT,
    "accountLabel" TEXT,
    "accountEmail" TEXT,
    "accountPictureUrl" TEXT,
    "scopes" TEXT[],
    "apiBaseUri" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "tokenExpiresAt" TIMESTAMPTZ(3),
    "refreshTokenExpiresAt" TIMESTAMPTZ(3),
    "hasRefreshToken" BOOLEAN NOT NULL DEFAULT false,
    "lastAuthorizedAt" TIMESTAMPTZ(3) NOT NULL,
    "lastRefreshedAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConnectionTokens" (
    "connectionId" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "accessTokenSealed" BYTEA NOT NULL,
    "refreshTokenSealed" BYTEA,
    "tokenType" TEXT NOT NULL DEFAULT 'Bearer',
    "tokenVersion" INTEGER NOT NULL DEFAULT 1,
    "obtainedAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "leaseHolder" TEXT,
    "leaseExpiresAt" TIMESTAMPTZ(3),
    "forcedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ConnectionTokens_pkey" PRIMARY KEY ("connectionId")
);

-- CreateTable
CREATE TABLE "ConnectionEvent" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "cause" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "actorKind" TEXT NOT NULL,
    "actorId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ConnectionEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Revocation" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "integrationId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "status" "RevocationStatus" NOT NULL DEFAULT 'pending',
    "keyId" TEXT NOT NULL,
    "accessTokenSealed" BYTEA,
    "refreshTokenSealed" BYTEA,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "cause" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "nextAttemptAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Revocation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "createdById" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "last4" TEXT NOT NULL,
    "secretHash" BYTEA NOT NULL,
    "scopes" TEXT[],
    "expiresAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT,
    "actorKind" TEXT NOT NULL,
    "actorId" TEXT,
    "actorLabel" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "targetKind" TEXT NOT NULL,
    "targetId" TEXT,
    "targetLabel" TEXT,
    "outcome" TEXT NOT NULL,
    "cause" TEXT,
    "changes" JSONB NOT NULL DEFAULT '{}',
    "ip" TEXT,
    "requestId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RateLimit" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "RateLimit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "SandboxRecord" (
    "id" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "grantId" TEXT,
    "uid" TEXT,
    "expiresAt" TIMESTAMPTZ(3),

    CONSTRAINT "SandboxRecord_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "Session_workspaceId_idx" ON "Session"("workspaceId");

-- CreateIndex
CREATE UNIQUE INDEX "Workspace_slug_key" ON "Workspace"("slug");

-- CreateIndex
CREATE INDEX "Membership_userId_idx" ON "Membership"("userId");

-- CreateIndex
CREATE INDEX "WorkspaceKey_workspaceId_createdAt_idx" ON "WorkspaceKey"("workspaceId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Integration_integrationKey_key" ON "Integration"("integrationKey");

-- CreateIndex
CREATE INDEX "Integration_workspaceId_createdAt_id_idx" ON "Integration"("workspaceId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "Integration_workspaceId_slug_key" ON "Integration"("workspaceId", "slug");

-- CreateIndex
CREATE INDEX "IntegrationSecret_workspaceId_idx" ON "IntegrationSecret"("workspaceId");

-- CreateIndex
CREATE UNIQUE INDEX "IntegrationSecret_integrationId_state_key" ON "IntegrationSecret"("integrationId", "state");

-- CreateIndex
CREATE INDEX "IntegrationVerification_integrationId_createdAt_idx" ON "IntegrationVerification"("integrationId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "IntegrationVerification_workspaceId_idx" ON "IntegrationVerification"("workspaceId");

-- CreateIndex
CREATE UNIQUE INDEX "AuthorizationFlow_stateHash_key" ON "AuthorizationFlow"("stateHash");

-- CreateIndex
CREATE UNIQUE INDEX "AuthorizationFlow_handle_key" ON "AuthorizationFlow"("handle");

-- CreateIndex
CREATE INDEX "AuthorizationFlow_integrationId_idx" ON "AuthorizationFlow"("integrationId");

-- CreateIndex
CREATE INDEX "AuthorizationFlow_userId_idx" ON "AuthorizationFlow"("userId");

-- CreateIndex
CREATE INDEX "AuthorizationFlow_workspaceId_idx" ON "AuthorizationFlow"("workspaceId");

-- CreateIndex
CREATE INDEX "AuthorizationFlow_expiresAt_idx" ON "AuthorizationFlow"("expiresAt");

-- CreateIndex
CREATE INDEX "Connection_workspaceId_createdAt_id_idx" ON "Connection"("workspaceId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Connection_integrationId_createdAt_id_idx" ON "Connection"("integrationId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Connection_ownerId_createdAt_id_idx" ON "Connection"("ownerId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Connection_integrationId_ownerId_accountId_idx" ON "Connection"("integrationId", "ownerId", "accountId");

-- CreateIndex
CREATE INDEX "ConnectionTokens_workspaceId_idx" ON "ConnectionTokens"("workspaceId");

-- CreateIndex
CREATE INDEX "ConnectionTokens_expiresAt_idx" ON "ConnectionTokens"("expiresAt");

-- CreateIndex
CREATE INDEX "ConnectionEvent_connectionId_createdAt_id_idx" ON "ConnectionEvent"("connectionId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "ConnectionEvent_workspaceId_idx" ON "ConnectionEvent"("workspaceId");

-- CreateIndex
CREATE UNIQUE INDEX "Revocation_connectionId_key" ON "Revocation"("connectionId");

-- CreateIndex
CREATE INDEX "Revocation_status_nextAttemptAt_idx" ON "Revocation"("status", "nextAttemptAt");

-- CreateIndex
CREATE INDEX "Revocation_workspaceId_idx" ON "Revocation"("workspaceId");

-- CreateIndex
CREATE INDEX "Revocation_integrationId_idx" ON "Revocation"("integrationId");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_secretHash_key" ON "ApiKey"("secretHash");

-- CreateIndex
CREATE INDEX "ApiKey_workspaceId_createdAt_id_idx" ON "ApiKey"("workspaceId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "ApiKey_createdById_idx" ON "ApiKey"("createdById");

-- CreateIndex
CREATE INDEX "AuditEvent_workspaceId_createdAt_id_idx" ON "AuditEvent"("workspaceId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "AuditEvent_workspaceId_targetId_createdAt_idx" ON "AuditEvent"("workspaceId", "targetId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "SandboxRecord_grantId_idx" ON "SandboxRecord"("grantId");

-- CreateIndex
CREATE INDEX "SandboxRecord_uid_idx" ON "SandboxRecord"("uid");

-- CreateIndex
CREATE INDEX "SandboxRecord_expiresAt_idx" ON "SandboxRecord"("expiresAt");

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WorkspaceKey" ADD CONSTRAINT "WorkspaceKey_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Integration" ADD CONSTRAINT "Integration_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IntegrationSecret" ADD CONSTRAINT "IntegrationSecret_integrationId_fkey" FOREIGN KEY ("integrationId") REFERENCES "Integration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IntegrationVerification" ADD CONSTRAINT "IntegrationVerification_integrationId_fkey" FOREIGN KEY ("integrationId") REFERENCES "Integration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IntegrationVerification" ADD CONSTRAINT "IntegrationVerification_secretId_fkey" FOREIGN KEY ("secretId") REFERENCES "IntegrationSecret"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuthorizationFlow" ADD CONSTRAINT "AuthorizationFlow_integrationId_fkey" FOREIGN KEY ("integrationId") REFERENCES "Integration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuthorizationFlow" ADD CONSTRAINT "AuthorizationFlow_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_integrationId_fkey" FOREIGN KEY ("integrationId") REFERENCES "Integration"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConnectionTokens" ADD CONSTRAINT "ConnectionTokens_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConnectionEvent" ADD CONSTRAINT "ConnectionEvent_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
