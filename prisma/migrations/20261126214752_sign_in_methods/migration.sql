-- CreateEnum
CREATE TYPE "SignInMethodKind" AS ENUM ('oidc', 'google', 'github');

-- CreateEnum
CREATE TYPE "SignInPurpose" AS ENUM ('sign_in', 'link', 'prove');

-- AlterTable
ALTER TABLE "Deployment" ADD COLUMN     "isPasswordOn" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "emailVerifiedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "SignInMethod" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "kind" "SignInMethodKind" NOT NULL,
    "name" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "clientSecretSealed" BYTEA NOT NULL,
    "keyId" TEXT NOT NULL,
    "last4" TEXT NOT NULL,
    "allowedDomains" TEXT[],
    "joinWorkspaceId" TEXT,
    "joinRole" "WorkspaceRole",
    "configVersion" INTEGER NOT NULL DEFAULT 1,
    "provenAt" TIMESTAMPTZ(3),
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SignInMethod_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInIdentity" (
    "id" TEXT NOT NULL,
    "methodId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "email" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SignInIdentity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInFlow" (
    "id" TEXT NOT NULL,
    "methodId" TEXT NOT NULL,
    "configVersion" INTEGER NOT NULL,
    "purpose" "SignInPurpose" NOT NULL,
    "userId" TEXT,
    "sessionId" TEXT,
    "stateHash" BYTEA NOT NULL,
    "cookieHash" BYTEA NOT NULL,
    "redirectUri" TEXT NOT NULL,
    "returnPath" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "consumedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SignInFlow_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "SignInMethod_slug_key" ON "SignInMethod"("slug");

-- CreateIndex
CREATE INDEX "SignInMethod_joinWorkspaceId_idx" ON "SignInMethod"("joinWorkspaceId");

-- CreateIndex
CREATE INDEX "SignInIdentity_userId_idx" ON "SignInIdentity"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "SignInIdentity_methodId_subject_key" ON "SignInIdentity"("methodId", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "SignInFlow_stateHash_key" ON "SignInFlow"("stateHash");

-- CreateIndex
CREATE INDEX "SignInFlow_methodId_idx" ON "SignInFlow"("methodId");

-- CreateIndex
CREATE INDEX "SignInFlow_expiresAt_idx" ON "SignInFlow"("expiresAt");

-- AddForeignKey
ALTER TABLE "SignInMethod" ADD CONSTRAINT "SignInMethod_joinWorkspaceId_fkey" FOREIGN KEY ("joinWorkspaceId") REFERENCES "Workspace"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignInIdentity" ADD CONSTRAINT "SignInIdentity_methodId_fkey" FOREIGN KEY ("methodId") REFERENCES "SignInMethod"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignInIdentity" ADD CONSTRAINT "SignInIdentity_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignInFlow" ADD CONSTRAINT "SignInFlow_methodId_fkey" FOREIGN KEY ("methodId") REFERENCES "SignInMethod"("id") ON DELETE CASCADE ON UPDATE CASCADE;
