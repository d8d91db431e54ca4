//! Variables whose secret lies in Azure, as a form sends them.

use credenza_app::variables::{AzureSecretRequest, AzureVariableEdit, AzureVariableRequest};
use credenza_model::variable::SecretShape;
use serde::Deserialize;

use super::VariableMarksView;
use crate::error::UiError;

/// A secret variable in Azure to be made.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AzureVariableView {
    display_name: String,
    name: String,
    #[serde(flatten)]
    place: AzurePlaceView,
    certificate: bool,
}

/// Where a secret of Azure lies.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AzurePlaceView {
    vault_id: String,
    subscription: String,
    resource_group: String,
    key_vault: String,
    secret: String,
    version: Option<String>,
}

/// What is to be changed of such a variable; none leaves it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AzureEditView {
    display_name: Option<String>,
    place: Option<AzurePlaceView>,
    seen: VariableMarksView,
}

impl TryFrom<AzurePlaceView> for AzureSecretRequest {
    type Error = UiError;

    fn try_from(view: AzurePlaceView) -> Result<Self, UiError> {
        Ok(Self {
            vault: view.vault_id.parse().map_err(|_| UiError::not_found())?,
            subscription: view.subscription,
            resource_group: view.resource_group,
            key_vault: view.key_vault,
            secret: view.secret,
            version: view.version,
        })
    }
}

impl TryFrom<AzureEditView> for AzureVariableEdit {
    type Error = UiError;

    fn try_from(view: AzureEditView) -> Result<Self, UiError> {
        Ok(Self {
            display_name: view.display_name,
            secret: view.place.map(TryInto::try_into).transpose()?,
            seen: Some(view.seen.into()),
        })
    }
}

impl TryFrom<AzureVariableView> for AzureVariableRequest {
    type Error = UiError;

    fn try_from(view: AzureVariableView) -> Result<Self, UiError> {
        Ok(Self {
            display_name: view.display_name,
            name: view.name,
            secret: view.place.try_into()?,
            shape: if view.certificate { SecretShape::Certificate } else { SecretShape::Password },
        })
    }
}
