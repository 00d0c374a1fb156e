// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {ActType, Class, Role, Signer, Standing} from "../libraries/Types.sol";
import {Guardian} from "./Guardian.sol";

/// @notice The regulator: admits, suspends and revokes trustees and operators, announces and halts modules. It can never act
/// as another participant.
contract Regulator is Guardian {
    constructor(IMarketMaster master) Guardian(master) {}

    /// @notice Admit a trustee (2) or an operator (3) with its first two signers, a maker's and a checker's key.
    function admit(Role role, bytes32 name, address maker, address checker) external onlySelf {
        Signer[] memory signers = new Signer[](2);
        (signers[0].key, signers[1].key) = (maker, checker);
        MASTER.admit(role, name, signers, address(0), 0, Class.None, 0);
    }

    /// @notice Set a child's standing: active (1), suspended (2), revoked (3, for ever).
    function setStanding(address participant, Standing standing, bytes32 reason) external onlySelf {
        MASTER.setStanding(participant, standing, reason);
    }

    /// @notice Freeze a participant until a second, at most 30 days ahead unless this confirms a running freeze; zero lifts it.
    function freeze(address participant, uint64 until, bytes32 reason) external onlySelf {
        MASTER.freeze(participant, until, reason);
    }

    /// @notice Name who may burn a revoked trustee's supply; it never mints it.
    function nameSuccessor(address trustee, address successor) external onlySelf {
        MASTER.nameSuccessor(trustee, successor);
    }

    /// @notice Confirm that `trustee` keeps the class, as its issuer asked.
    function confirmClassTrustee(address face, address trustee) external onlySelf {
        MASTER.confirmClassTrustee(face, trustee);
    }

    /// @notice Order that `value` (sen of a money, the id of a certificate) go from one door to another: frozen at once, carried out
    /// by anyone after the notice. `escrow`: the instance that gives back first, zero for none.
    function order(address face, address from, address to, uint256 value, address escrow, bytes32 reason) external onlySelf {
        MASTER.order(face, from, to, value, escrow, reason);
    }

    /// @notice Withdraw an order that was not carried out.
    function withdrawOrder(uint256 id, bytes32 reason) external onlySelf {
        MASTER.withdrawOrder(id, reason);
    }

    /// @notice Announce the code that is to follow under `name`.
    function announce(bytes32 name, address code, bool template, Role activator) external onlySelf {
        MASTER.announce(name, code, template, activator);
    }

    /// @notice Withdraw what was announced under `name`.
    function withdrawAnnouncement(bytes32 name, bytes32 reason) external onlySelf {
        MASTER.withdrawAnnouncement(name, reason);
    }

    /// @notice Activate an announced module that is the regulator's own (the rulebook, records).
    function activate(bytes32 name) external onlySelf {
        MASTER.activate(name);
    }

    /// @notice Halt a module's entries, or let them go on; exits are never halted.
    function halt(bytes32 name, bool halted, bytes32 reason) external onlySelf {
        MASTER.halt(name, halted, reason);
    }

    /// @notice Register a verifier of ERC-7913 signers.
    function registerVerifier(address verifier) external onlySelf {
        MASTER.registerVerifier(verifier);
    }

    function acts() external pure returns (ActType[] memory list) {
        list = new ActType[](17);
        ActType[3] memory own = _signerActs(true);
        (list[0], list[1], list[2]) = (own[0], own[1], own[2]);
        (list[11], list[12]) = _guardianActs();
        list[3] = ActType(
            this.admit.selector, 900_000, 2,
            "Admit(address door,address asset,uint256 most,uint8 role,bytes32 name,address maker,address checker,uint256 nonce,uint256 deadline)"
        );
        list[4] = ActType(
            this.setStanding.selector, 120_000, 2,
            "SetStanding(address door,address asset,uint256 most,address participant,uint8 standing,bytes32 reason,uint256 nonce,uint256 deadline)"
        );
        list[5] = ActType(
            this.freeze.selector, 120_000, 2,
            "Freeze(address door,address asset,uint256 most,address participant,uint64 until,bytes32 reason,uint256 nonce,uint256 deadline)"
        );
        list[6] = ActType(
            this.nameSuccessor.selector, 120_000, 2,
            "NameSuccessor(address door,address asset,uint256 most,address trustee,address successor,uint256 nonce,uint256 deadline)"
        );
        list[7] = ActType(
            this.announce.selector, 250_000, 2,
            "Announce(address door,address asset,uint256 most,bytes32 name,address code,bool template,uint8 activator,uint256 nonce,uint256 deadline)"
        );
        list[8] = ActType(
            this.activate.selector, 1_500_000, 2,
            "Activate(address door,address asset,uint256 most,bytes32 name,uint256 nonce,uint256 deadline)"
        );
        list[9] = ActType(
            this.halt.selector, 120_000, 2,
            "Halt(address door,address asset,uint256 most,bytes32 name,bool halted,bytes32 reason,uint256 nonce,uint256 deadline)"
        );
        list[10] = ActType(
            this.registerVerifier.selector, 120_000, 2,
            "RegisterVerifier(address door,address asset,uint256 most,address verifier,uint256 nonce,uint256 deadline)"
        );
        list[13] = ActType(
            this.confirmClassTrustee.selector, 150_000, 2,
            "ConfirmClassTrustee(address door,address asset,uint256 most,address face,address trustee,uint256 nonce,uint256 deadline)"
        );
        list[14] = ActType(
            this.order.selector, 300_000, 2,
            "Order(address door,address asset,uint256 most,address face,address from,address to,uint256 value,address escrow,bytes32 reason,uint256 nonce,uint256 deadline)"
        );
        list[15] = ActType(
            this.withdrawOrder.selector, 150_000, 2,
            "WithdrawOrder(address door,address asset,uint256 most,uint256 id,bytes32 reason,uint256 nonce,uint256 deadline)"
        );
        list[16] = ActType(
            this.withdrawAnnouncement.selector, 120_000, 2,
            "WithdrawAnnouncement(address door,address asset,uint256 most,bytes32 name,bytes32 reason,uint256 nonce,uint256 deadline)"
        );
    }
}
