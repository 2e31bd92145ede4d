//! Roles of the people who sign in.

use crate::words::coded;

coded! {
    /// What somebody who signs in is.
    Role "role_unknown" {
        /// 机构经办人
        InstitutionAgent "institution_agent" "机构经办人" "Institution's agent",
        /// 执法人员
        Officer "officer" "执法人员" "Enforcement officer",
        /// 执法负责人
        LeadOfficer "lead_officer" "执法负责人" "Lead officer",
        /// 法制审核人员
        LegalReviewer "legal_reviewer" "法制审核人员" "Legal reviewer",
        /// 听证主持人
        HearingHost "hearing_host" "听证主持人" "Hearing host",
        /// 资金监管人员
        FinanceOfficer "finance_officer" "资金监管人员" "Finance officer",
        /// 身份保管人
        Custodian "custodian" "身份保管人" "Custodian of identities",
        /// 局领导
        Director "director" "局领导" "Head of the bureau",
        /// 系统管理员
        Administrator "administrator" "系统管理员" "Administrator",
        /// 审计人员
        Auditor "auditor" "审计人员" "Auditor",
    }
}

impl Role {
    /// The login of the role's account in the demo: its code with hyphens.
    #[must_use]
    pub fn login(self) -> String {
        self.code().replace('_', "-")
    }
}
