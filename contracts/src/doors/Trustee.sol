// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {ActType} from "../libraries/Types.sol";
import {Guardian} from "./Guardian.sol";

/// @notice A trustee: holds the money in trust, approved to mint and destroy money and equity.
contract Trustee is Guardian {
    constructor(IMarketMaster master) Guardian(master) {}

    /// @notice Mint `amount` sen to an investor, or into a payment that awaits it, against the bank's `ref`, credited by the bank at `creditedAt`.
    function mint(address to, uint256 amount, bytes32 ref, uint64 creditedAt) external onlySelf {
        MASTER.mint(to, amount, ref, creditedAt);
    }

    /// @notice Burn a withdrawal that the bank has paid out under `ref`.
    function burn(uint256 withdrawal, bytes32 ref) external onlySelf {
        MASTER.burn(withdrawal, ref);
    }

    /// @notice Give a withdrawal back to who asked for it.
    function returnWithdrawal(uint256 withdrawal, bytes32 reason) external onlySelf {
        MASTER.returnWithdrawal(withdrawal, reason);
    }

    /// @notice Mint `units` of a share class into an approved campaign.
    function mintUnits(address face, address campaign, uint256 units, bytes32 ref) external onlySelf {
        MASTER.mintUnits(face, campaign, units, ref);
    }

    /// @notice Confirm the conversion that the class's issuer asked for, with the same ratio.
    function confirmConversion(address face, uint64 numerator, uint64 denominator) external onlySelf {
        MASTER.confirmConversion(face, numerator, denominator);
    }

    /// @notice Link an operator: in force when both have signed.
    function link(address operator) external onlySelf {
        MASTER.link(operator);
    }

    /// @notice Suspend the link with an operator.
    function suspendLink(address operator) external onlySelf {
        MASTER.suspendLink(operator);
    }

    /// @notice Activate an announced module of money or equity.
    function activate(bytes32 name) external onlySelf {
        MASTER.activate(name);
    }

    function acts() external pure returns (ActType[] memory list) {
        list = new ActType[](13);
        ActType[3] memory own = _signerActs(true);
        (list[0], list[1], list[2]) = (own[0], own[1], own[2]);
        (list[3], list[4]) = _guardianActs();
        list[5] = ActType(
            this.mint.selector, 250_000, 2,
            "Mint(address door,address asset,uint256 most,address to,uint256 amount,bytes32 ref,uint64 creditedAt,uint256 nonce,uint256 deadline)"
        );
        list[6] = ActType(
            this.burn.selector, 180_000, 2,
            "Burn(address door,address asset,uint256 most,uint256 withdrawal,bytes32 ref,uint256 nonce,uint256 deadline)"
        );
        list[7] = ActType(
            this.returnWithdrawal.selector, 150_000, 2,
            "ReturnWithdrawal(address door,address asset,uint256 most,uint256 withdrawal,bytes32 reason,uint256 nonce,uint256 deadline)"
        );
        list[8] = ActType(
            this.mintUnits.selector, 350_000, 2,
            "MintUnits(address door,address asset,uint256 most,address face,address campaign,uint256 units,bytes32 ref,uint256 nonce,uint256 deadline)"
        );
        list[9] = ActType(
            this.link.selector, 120_000, 2,
            "LinkOperator(address door,address asset,uint256 most,address operator,uint256 nonce,uint256 deadline)"
        );
        list[10] = ActType(
            this.suspendLink.selector, 120_000, 2,
            "SuspendLink(address door,address asset,uint256 most,address operator,uint256 nonce,uint256 deadline)"
        );
        list[11] = ActType(
            this.activate.selector, 1_500_000, 2,
            "Activate(address door,address asset,uint256 most,bytes32 name,uint256 nonce,uint256 deadline)"
        );
        list[12] = ActType(
            this.confirmConversion.selector, 200_000, 2,
            "ConfirmConversion(address door,address asset,uint256 most,address face,uint64 numerator,uint64 denominator,uint256 nonce,uint256 deadline)"
        );
    }
}
