//! Vaults that only a colleague named.

use credenza_model::{
    variable::SecretShape,
    vault::{AzureConnection, AzureSignInKind},
};
use credenza_testkit::azure::{AzureServer, CLIENT_ID, CLIENT_SECRET, SUBSCRIPTION, TENANT};

use super::{window::*, *};
use crate::{
    ErrorCode,
    variables::{AzureSecretRequest, AzureVariableRequest},
    vaults::{AccessCheck, SignInSecret, VaultConnectRequest},
};

fn request(url: String, unchecked: bool, server: &AzureServer) -> VaultConnectRequest {
    let azure = AzureConnection {
        sign_in: AzureSignInKind::ClientSecret,
        tenant: Some(TENANT.to_owned()),
        client_id: Some(CLIENT_ID.to_owned()),
        authority_host: Some(server.local_url()),
        arm_url: Some(server.local_url()),
        ca_pem: Some(server.ca_pem().to_owned()),
        ..AzureConnection::by_cli(&url)
    };
    let secret = Some(SignInSecret::Text(Secret::new(CLIENT_SECRET.to_owned())));
    VaultConnectRequest { name: String::from("Own"), azure, secret, unchecked }
}

/// A credential of Bob's whose password is in the vault at `url`, shared with Ada, who looked.
async fn shared(pair: &Pair, url: String, server: &AzureServer) -> VariableId {
    let vault = pair.bob.connect_vault(request(url, true, server)).await.unwrap().id;
    let secret = AzureSecretRequest {
        vault,
        subscription: SUBSCRIPTION.to_owned(),
        resource_group: "rg-finance".to_owned(),
        key_vault: "kv-contoso".to_owned(),
        secret: "robot".to_owned(),
        version: None,
    };
    let request = AzureVariableRequest {
        display_name: "In a vault".to_owned(),
        name: String::new(),
        secret,
        shape: SecretShape::Password,
    };
    let made = pair.bob.create_azure_variable(request, true, &|_, _| ()).await.unwrap();
    let AccessCheck::Saved(variable) = made else { panic!("not saved: {made:?}") };
    let credential = own(&pair.bob, "Elsewhere", variable.id);
    pair.save(&pair.bob, &pair.sharing(&[credential], &[me(&pair.ada)], RecordRole::View)).await;
    pair.ada.sync_team(pair.team).await.unwrap();
    let here = named(&pair.ada, "Elsewhere").unwrap();
    pair.ada.credential(here).unwrap().secret.id
}

#[tokio::test]
async fn a_host_that_only_a_colleague_named_is_asked_for_nothing_before_the_person_connects_it() {
    let (pair, server) = (Pair::new().await, AzureServer::start().await);
    server.put("robot", "one", None, false);
    let robot = shared(&pair, server.local_url(), &server).await;
    let ada = &pair.ada;
    let all = ada.list_vaults().unwrap();
    let [view] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(view.vault.azure.sign_in, AzureSignInKind::NotChosen);
    let host = server.local_url().trim_start_matches("https://").to_owned();
    let problem = view.health.as_ref().and_then(|health| health.problem.clone()).unwrap();
    assert!(problem.starts_with(&format!("{host}: A colleague named this vault.")), "{problem}");
    // What is done unasked, and what the person asks of it.
    assert!(ada.waiting_for_check().unwrap().is_empty(), "it can not be checked yet");
    let refused = ada.check_variable(robot, &|_, _| ()).await.unwrap_err();
    assert_eq!((refused.code, refused.message), (ErrorCode::VaultNotConnected, problem.clone()));
    let health = ada.check_vault(view.vault.id).await.unwrap();
    assert_eq!(health.problem, Some(problem));
    let refused = ada.vault_secrets(view.vault.id, None).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::VaultNotConnected);
    let credential = named(ada, "Elsewhere").unwrap();
    let refused = ada.read_value(credential, Field::Password).await;
    assert_eq!(refused.map(|_| ()).unwrap_err().code, ErrorCode::VaultNotConnected);
    assert_eq!((server.vault_requests(), server.tokens_given()), (0, 0));
    // Connected, it is asked.
    let connect = request(server.local_url(), false, &server);
    ada.edit_vault(view.vault.id, connect).await.unwrap();
    ada.check_variable(robot, &|_, _| ()).await.unwrap();
    assert!(server.vault_requests() > 0 && server.tokens_given() > 0);
    assert_eq!(ada.waiting_for_check().unwrap(), []);
}

#[tokio::test]
async fn a_vault_of_the_clouds_own_domains_is_connected_unasked() {
    let (pair, server) = (Pair::new().await, AzureServer::start().await);
    shared(&pair, "https://kv-contoso.vault.azure.net".to_owned(), &server).await;
    let all = pair.ada.list_vaults().unwrap();
    assert_eq!(all[0].vault.azure.sign_in, AzureSignInKind::Cli);
    for other in ["https://kv-contoso.vault.azure.net:8443", "https://10.0.0.1", "https://intra"] {
        let id = pair.ada.vault_at(other).unwrap();
        let vault = pair.ada.vault(id).unwrap().vault;
        assert_eq!(vault.azure.sign_in, AzureSignInKind::NotChosen, "{other}");
    }
    for none in ["http://kv.vault.azure.net", "https://a@b.example", "https://b.example/x", "x"] {
        assert_eq!(pair.ada.vault_at(none).unwrap_err().code, ErrorCode::NotFound, "{none}");
    }
}
