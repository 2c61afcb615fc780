-- CreateIndex
CREATE INDEX "AuditEvent_workspaceId_targetKind_createdAt_id_idx" ON "AuditEvent"("workspaceId", "targetKind", "createdAt" DESC, "id" DESC);
