-- CreateIndex
CREATE INDEX "Membership_workspaceId_createdAt_userId_idx" ON "Membership"("workspaceId", "createdAt" DESC, "userId" DESC);

-- CreateIndex
CREATE INDEX "AuditEvent_workspaceId_actorId_createdAt_id_idx" ON "AuditEvent"("workspaceId", "actorId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "RateLimit_expire_idx" ON "RateLimit"("expire");
