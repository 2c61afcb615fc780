-- Comes with PostgreSQL and is trusted: whoever may create in the database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateIndex
CREATE INDEX "Integration_workspaceId_status_createdAt_id_idx" ON "Integration"("workspaceId", "status", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Integration_workspaceId_offeringId_createdAt_id_idx" ON "Integration"("workspaceId", "offeringId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Integration_name_idx" ON "Integration" USING GIN ("name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "Integration_slug_idx" ON "Integration" USING GIN ("slug" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "Integration_clientId_idx" ON "Integration" USING GIN ("clientId" gin_trgm_ops);
