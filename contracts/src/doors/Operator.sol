// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {ActType, Class, Role, Signer, Standing} from "../libraries/Types.sol";
import {Guardian} from "./Guardian.sol";

/// @notice An operator: creates issuers and investors, owns campaigns and trades.
contract Operator is Guardian {
    constructor(IMarketMaster master) Guardian(master) {}

    /// @notice Admit an issuer (4) or an investor (5) with its signer, in the guard of a linked trustee.
    function admit(
        Role role, bytes32 name, address key, bytes32 x, bytes32 y, address trustee, bytes32 person, Class class,
        uint64 validUntil
    ) external onlySelf {
        Signer[] memory signers = new Signer[](1);
        signers[0] = Signer(key, x, y);
        MASTER.admit(role, name, signers, trustee, person, class, validUntil);
    }

    /// @notice Renew a client's class and validity.
    function renew(address client, Class class, uint64 validUntil) external onlySelf {
        MASTER.renew(client, class, validUntil);
    }

    /// @notice Set a client's standing: active (1), suspended (2), revoked (3, for ever).
    function setStanding(address participant, Standing standing, bytes32 reason) external onlySelf {
        MASTER.setStanding(participant, standing, reason);
    }

    /// @notice Take over a client that asked for it.
    function takeOver(address client) external onlySelf {
        MASTER.takeOver(client);
    }

    /// @notice Link a trustee: in force when both have signed.
    function link(address trustee) external onlySelf {
        MASTER.link(trustee);
    }

    /// @notice Activate an announced template.
    function activate(bytes32 name) external onlySelf {
        MASTER.activate(name);
    }

    /// @notice Ask for `amount` sen of fees to be paid out at the bank.
    function requestWithdrawal(address token, uint256 amount) external onlySelf {
        MASTER.requestWithdrawal(token, amount);
    }

    function acts() external pure returns (ActType[] memory list) {
        list = new ActType[](12);
        ActType[3] memory own = _signerActs(true);
        (list[0], list[1], list[2]) = (own[0], own[1], own[2]);
        (list[3], list[4]) = _guardianActs();
        list[5] = ActType(
            this.admit.selector, 450_000, 2,
            "AdmitClient(address door,address asset,uint256 most,uint8 role,bytes32 name,address key,bytes32 x,bytes32 y,address trustee,bytes32 person,uint8 class,uint64 validUntil,uint256 nonce,uint256 deadline)"
        );
        list[6] = ActType(
            this.renew.selector, 120_000, 2,
            "Renew(address door,address asset,uint256 most,address client,uint8 class,uint64 validUntil,uint256 nonce,uint256 deadline)"
        );
        list[7] = ActType(
            this.setStanding.selector, 120_000, 2,
            "SetStanding(address door,address asset,uint256 most,address participant,uint8 standing,bytes32 reason,uint256 nonce,uint256 deadline)"
        );
        list[8] = ActType(
            this.link.selector, 120_000, 2,
            "LinkTrustee(address door,address asset,uint256 most,address trustee,uint256 nonce,uint256 deadline)"
        );
        list[9] = ActType(
            this.activate.selector, 1_500_000, 2,
            "Activate(address door,address asset,uint256 most,bytes32 name,uint256 nonce,uint256 deadline)"
        );
        list[10] = ActType(
            this.requestWithdrawal.selector, 220_000, 2,
            "RequestWithdrawal(address door,address asset,uint256 most,address token,uint256 amount,uint256 nonce,uint256 deadline)"
        );
        list[11] = ActType(
            this.takeOver.selector, 150_000, 2,
            "TakeOver(address door,address asset,uint256 most,address client,uint256 nonce,uint256 deadline)"
        );
    }
}
