// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../src/interfaces/IMarketMaster.sol";
import {IRelay} from "../src/interfaces/IRelay.sol";
import {Boot, BootModule, Role, Signer} from "../src/libraries/Types.sol";
import {Vm} from "./Vm.sol";

/// @dev Deploys a market exactly as contracts/README.md says, from the artifacts that the portal deploys.
abstract contract Birth {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    /// @dev What forge looks for, to know that this contract is a test's.
    bool public constant IS_TEST = true;

    IMarketMaster internal master;
    IRelay internal relay;
    address internal money;
    address internal equity;
    address internal rulebook;
    address internal records;
    address internal campaignTemplate;
    address internal bookTemplate;
    address internal dividendTemplate;
    address internal ballotTemplate;
    address internal p256;
    address internal passkey;

    function _giveBirth(Signer[] memory signers) internal {
        address expected = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 18);
        bytes memory its = abi.encode(expected);
        Boot memory boot;
        boot.office = vm.deployCode("MarketOffice.sol:MarketOffice", "");
        boot.doors = new address[](5);
        boot.doors[0] = vm.deployCode("Regulator.sol:Regulator", its);
        boot.doors[1] = vm.deployCode("Trustee.sol:Trustee", its);
        boot.doors[2] = vm.deployCode("Operator.sol:Operator", its);
        boot.doors[3] = vm.deployCode("Issuer.sol:Issuer", its);
        boot.doors[4] = vm.deployCode("Investor.sol:Investor", its);
        boot.faces = new address[](2);
        boot.faces[0] = vm.deployCode("MoneyToken.sol:MoneyToken", its);
        boot.faces[1] = vm.deployCode("EquityToken.sol:EquityToken", its);
        _deployLogic(its);
        boot.modules = _modules();
        boot.verifiers = new address[](2);
        (boot.verifiers[0], boot.verifiers[1]) = (p256, passkey);
        (boot.name, boot.signers) = ("Rania", signers);
        master = IMarketMaster(vm.deployCode("MarketMaster.sol:MarketMaster", abi.encode(boot)));
        vm.assertEq(address(master), expected, "the kernel is where its parts look for it");
        relay = IRelay(vm.deployCode("Relay.sol:Relay", its));
    }

    function _deployLogic(bytes memory its) private {
        money = vm.deployCode("MoneyFactory.sol:MoneyFactory", its);
        equity = vm.deployCode("EquityFactory.sol:EquityFactory", its);
        rulebook = vm.deployCode("Rulebook.sol:Rulebook", its);
        records = vm.deployCode("Records.sol:Records", its);
        campaignTemplate = vm.deployCode("Campaign.sol:Campaign", its);
        bookTemplate = vm.deployCode("Book.sol:Book", its);
        dividendTemplate = vm.deployCode("Dividend.sol:Dividend", its);
        ballotTemplate = vm.deployCode("Ballot.sol:Ballot", its);
        p256 = vm.deployCode("Verifiers.sol:P256Verifier", "");
        passkey = vm.deployCode("Verifiers.sol:PasskeyVerifier", "");
    }

    function _modules() private view returns (BootModule[] memory list) {
        list = new BootModule[](8);
        list[0] = BootModule("money", money, false, Role.Trustee);
        list[1] = BootModule("equity", equity, false, Role.Trustee);
        list[2] = BootModule("rulebook", rulebook, false, Role.Regulator);
        list[3] = BootModule("records", records, false, Role.Regulator);
        list[4] = BootModule("campaign", campaignTemplate, true, Role.Operator);
        list[5] = BootModule("book", bookTemplate, true, Role.Operator);
        list[6] = BootModule("dividend", dividendTemplate, true, Role.Operator);
        list[7] = BootModule("ballot", ballotTemplate, true, Role.Operator);
    }
}
